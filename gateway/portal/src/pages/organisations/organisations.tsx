import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { words } from '../organisation/words.js';
import { Joining } from './joining.js';

interface Organisation {
  readonly code: string;
  readonly name: string;
  readonly linked: boolean;
  readonly dataStatement: { readonly kind: string; readonly asOf: string | null; readonly text: string };
}

interface Organisations {
  readonly organisations: readonly Organisation[] | null;
}

const query = `query Organisations($language: Language!) {
  organisations { code name(language: $language) linked dataStatement { kind asOf text(language: $language) } }
}`;

/** Public list of the movement's organisations with their data statements. */
export default function OrganisationsPage() {
  const { say, mean, language } = useWords(words);
  const { person } = useSession();
  const answer = useAnswer<Organisations>(query, { language: graphLanguage(language) });
  useTitle(say('organisationsPage'));
  const rows = (answer.is === 'answered' && answer.data.organisations) || [];
  const columns: readonly Column<Organisation>[] = [
    {
      head: say('organisation'),
      isHead: true,
      cell: ({ code, name }) => <Link to={`/organisations/${code}`}>{name}</Link>,
    },
    { head: say('linked'), cell: ({ linked }) => say(linked ? 'yes' : 'no') },
    { head: say('data'), cell: ({ dataStatement }) => mean(dataStatement.kind) },
    { head: say('asOfDay'), cell: ({ dataStatement: { asOf } }) => (asOf ? day(asOf, language) : '–') },
    { head: say('statement'), cell: ({ dataStatement }) => dataStatement.text, class: 'text' },
  ];
  return (
    <>
      <h1>{say('organisationsPage')}</h1>
      <p class="intro">{say('intro')}</p>
      <Waiting answer={answer} />
      {rows.length > 0 && (
        <Table caption={say('organisations')} columns={columns} rows={rows} keyOf={({ code }) => code} isRead />
      )}
      {person?.roles.includes('operator') && <Joining />}
    </>
  );
}
