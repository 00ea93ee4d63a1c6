import { useAddress } from '../../frame/address.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { decimal } from '../../language/numbers.js';
import { soughtIn } from '../../language/seek.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters, Seek } from '../../parts/choose.js';
import { Downloads } from '../../parts/downloads.js';
import { Link } from '../../parts/link.js';
import { NumbersFrom, SourcedNumber } from '../../parts/number.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { found, type ListedCommune } from './found.js';
import { type ListedGoal, PastedList } from './pasted-list.js';
import { words } from './words.js';

interface Communes {
  readonly goals: readonly ListedGoal[] | null;
  readonly communes: { readonly nodes: readonly ListedCommune[] } | null;
}

const query = `query Communes($language: Language!) {
  goals { code title(language: $language) }
  communes(first: 200) {
    nodes {
      code name(language: $language) type area areaKm2
      predecessors { name(language: $language) parent { name(language: $language) } }
    }
  }
}`;

/** Public list of all communes, with a search by name. */
export default function CommunesPage() {
  const { say, mean, language } = useWords(words);
  const { name = '', type = '', area = '' } = useAddress().state;
  const variables = { language: graphLanguage(language) };
  const answer = useAnswer<Communes>(query, variables);
  useTitle(say('communes'));
  const all = (answer.is === 'answered' && answer.data.communes?.nodes) || [];
  const rows = found(all, { name, type, area });
  const of = (read: (commune: ListedCommune) => string) =>
    [...new Set(all.map(read))].toSorted().map((value) => [value, mean(value)] as const);
  return (
    <>
      <h1>{say('communes')}</h1>
      <p class="intro">
        {say('intro')} <Link to="/sheets">{say('sheets')}</Link>
      </p>
      <Waiting answer={answer} />
      {all.length > 0 && (
        <>
          <Filters>
            <Seek name="name" label={say('name')} value={name} hint={say('hint')} />
            <Choose name="type" label={say('type')} value={type} of={of((commune) => commune.type)} />
            <Choose name="area" label={say('area')} value={area} of={of((commune) => commune.area)} />
          </Filters>
          <div class="count">
            <p role="status">
              {rows.length} / {all.length} {say('shown')}
            </p>
            <Downloads
              table="communes"
              formats={['xlsx', 'csv', 'geojson']}
              parameters={{ type, search: soughtIn(name) }}
            />
          </div>
          <NumbersFrom value={{ query, variables }}>
            <Communes rows={rows} />
          </NumbersFrom>
          <PastedList communes={all} goals={(answer.is === 'answered' && answer.data.goals) || []} />
        </>
      )}
    </>
  );
}

function Communes({ rows }: { rows: readonly ListedCommune[] }) {
  const { say, mean, language } = useWords(words);
  if (rows.length === 0) return <p class="notice">{say('noneFound')}</p>;
  const columns: readonly Column<ListedCommune>[] = [
    {
      head: say('commune'),
      isHead: true,
      cell: ({ code, name }) => <Link to={`/communes/${code}`}>{name}</Link>,
    },
    { head: say('type'), cell: ({ type }) => mean(type) },
    { head: say('area'), cell: ({ area }) => mean(area), class: 'whole' },
    {
      head: say('square'),
      isNumber: true,
      cell: ({ areaKm2 }) =>
        areaKm2 === null ? '–' : <SourcedNumber how={say('squareIs')}>{decimal(areaKm2, language)}</SourcedNumber>,
    },
    { head: say('before'), cell: beforeOf, class: 'former' },
    { head: say('code'), cell: ({ code }) => code },
  ];
  return <Table caption={say('communes')} columns={columns} rows={rows} keyOf={({ code }) => code} isRead />;
}

/** A commune's former units, by district. */
function beforeOf({ predecessors }: ListedCommune): string {
  const districts = new Set(predecessors.map(({ parent }) => parent?.name));
  return [...districts]
    .map((district) => {
      const names = predecessors.filter(({ parent }) => parent?.name === district).map(({ name }) => name);
      return names.join(', ') + (district === undefined ? '' : ` (${district})`);
    })
    .join('; ');
}
