import { usePanelsOf } from '../../hub/panels.js';
import { LaidOutPanel } from '../../parts/laid-out-panel.js';
import { usePanelVariables } from './commune-list.js';

/** What each organisation does in a commune: a panel of its records for each that has some in the graph. */
export function OrganisationsHere({ commune }: { commune: string }) {
  const year = new Date().getFullYear();
  const variables = { ...usePanelVariables(commune), thisYear: String(year), lastYear: String(year - 1) };
  return (
    <>
      {usePanelsOf('commune').map((layout) => (
        <LaidOutPanel key={layout.organisation} layout={layout} variables={variables} linked />
      ))}
    </>
  );
}
