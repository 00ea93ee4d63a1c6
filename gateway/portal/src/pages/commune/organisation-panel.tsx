import { Link } from '../../parts/link.js';
import { Panel, type PanelProps } from '../../parts/panel.js';

interface OrganisationPanelProps<Data> extends Omit<PanelProps<Data>, 'id'> {
  readonly organisation: string;
}

/** What an organisation does in a commune: its panel leads to the organisation's page. */
export function OrganisationPanel<Data>({ title, organisation, ...shown }: OrganisationPanelProps<Data>) {
  const link = <Link to={`/organisations/${organisation}`}>{title}</Link>;
  return <Panel<Data> id={organisation} title={link} organisation={organisation} {...shown} />;
}
