import { useState } from 'preact/hooks';
import { monthsTo } from '../../charts/months.js';
import { useAddress } from '../../frame/address.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { useRootPlace } from '../../hub/settings.js';
import { graphLanguage } from '../../language/language.js';
import { lastMonthOver, monthsBefore, period as periodIn } from '../../language/numbers.js';
import { soughtIn } from '../../language/seek.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters, Seek } from '../../parts/choose.js';
import { Downloads } from '../../parts/downloads.js';
import { DataOf } from '../../parts/source-line.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { found, type ListedCommune } from '../communes/found.js';
import { useMonths } from './months.js';
import { MonthsTable, type PlaceRow } from './months-table.js';
import { SmallMultiples } from './small-multiples.js';
import { tableWords } from './words.js';

interface Found {
  readonly goals: readonly { readonly code: string; readonly title: string }[] | null;
  readonly communes: { readonly nodes: readonly ListedCommune[] } | null;
}

const query = `query GoalsAndCommunes($language: Language!) {
  goals { code title(language: $language) }
  communes(first: 200) {
    nodes { code name(language: $language) type area areaKm2 predecessors { name(language: $language) parent { name(language: $language) } } }
  }
}`;

/** Number of rows at first, and of further rows at each step. */
const rowsAtOnce = 60;

/** Page of all goals in all communes by month: as a table, as small charts on one scale, and as one file. */
export default function TablePage() {
  const { say, language } = useWords(tableWords);
  const answer = useAnswer<Found>(query, { language: graphLanguage(language) });
  useTitle(say('tableTitle'));
  const data = answer.is === 'answered' ? answer.data : undefined;
  return (
    <>
      <h1>{say('tableTitle')}</h1>
      <p class="intro">{say('tableIntro')}</p>
      <Waiting answer={answer} />
      {data?.goals && data.goals.length > 0 && <Months goals={data.goals} communes={data.communes?.nodes ?? []} />}
    </>
  );
}

interface MonthsProps {
  readonly goals: NonNullable<Found['goals']>;
  readonly communes: readonly ListedCommune[];
}

function Months({ goals, communes }: MonthsProps) {
  const { say, mean, language } = useWords(tableWords);
  const { person, purpose } = useSession();
  const root = useRootPlace();
  const [most, setMost] = useState(rowsAtOnce);
  const { state } = useAddress();
  const { name = '', type = '', area = '', view = '' } = state;
  const goal = goals.find(({ code }) => code === state['goal'])?.code ?? (state['goal'] === 'all' ? 'all' : '');
  const [first] = goals;
  const shown = goal === 'all' ? goals : goals.filter(({ code }) => code === (goal || first?.code));
  const to = /^\d{4}-\d\d$/.test(state['to'] ?? '') ? (state['to'] ?? '') : lastMonthOver();
  const months = monthsTo(to, state['span'] === '6' ? 6 : 12);
  const span = { from: months[0] ?? to, to };
  const rowsOfPlaces = places(found(communes, { name, type, area }), root, say('province'));
  const known = useMonths(
    root === '' ? [] : shown.map(({ code }) => code),
    person ? [root, ...communes.map(({ code }) => code)] : undefined,
    span,
    `${person?.id ?? ''} ${purpose}`,
  );
  const placesShown = person ? rowsOfPlaces : rowsOfPlaces.slice(0, 1);
  const rows = placesShown.flatMap((place) =>
    shown.map(({ code, title }): PlaceRow => ({ place, goal: code, title, known: known.get(code) ?? 'asking' })),
  );
  const parts = { rows: rows.slice(0, most), months, hasGoals: shown.length > 1 };
  const kinds = (of: 'type' | 'area') =>
    [...new Set(communes.map((one) => one[of]))].toSorted().map((value) => [value, mean(value)] as const);
  return (
    <>
      <Filters>
        <Choose
          name="goal"
          label={say('goal')}
          value={goal}
          usual={first?.title ?? null}
          of={[
            ...goals.slice(1).map(({ code, title }) => [code, title] as const),
            ...(goals.length > 1 ? [['all', say('all')] as const] : []),
          ]}
        />
        <Choose
          name="to"
          label={say('to')}
          value={state['to'] ?? ''}
          usual={periodIn(lastMonthOver(), language)}
          of={Array.from({ length: 24 }, (_, index) => monthsBefore(lastMonthOver(), index + 1)).map(
            (month) => [month, periodIn(month, language)] as const,
          )}
        />
        <Choose
          name="span"
          label={say('span')}
          value={state['span'] ?? ''}
          usual={say('months12')}
          of={[['6', say('months6')]]}
        />
        <Choose
          name="view"
          label={say('shownAs')}
          value={view}
          usual={say('asTable')}
          of={[['small', say('asSmall')]]}
        />
        {person && (
          <>
            <Seek name="name" label={say('name')} value={name} hint={say('nameHint')} />
            <Choose name="type" label={say('type')} value={type} of={kinds('type')} />
            <Choose name="area" label={say('area')} value={area} of={kinds('area')} />
          </>
        )}
      </Filters>
      {!person && <AskToSignIn />}
      {person && (
        <div class="count">
          <p role="status">
            {placesShown.length} {say('series')} × {months.length} {say('months')}
          </p>
          <p class="quiet">
            <small>{say('fileHas')}</small>
          </p>
          <Downloads table="goals-by-month" parameters={{ ...span, type, area, search: soughtIn(name) }} />
        </div>
      )}
      <DataOf value={{ periods: [span.from, span.to] }}>
        {view === 'small' ? <SmallMultiples {...parts} /> : <MonthsTable {...parts} />}
      </DataOf>
      {rows.length > most && (
        <p>
          <button
            type="button"
            onClick={() => {
              setMost(most + rowsAtOnce * 4);
            }}
          >
            {say('more')} ({rows.length - most})
          </button>
        </p>
      )}
    </>
  );
}

/** The province, and the communes that match. */
function places(of: readonly ListedCommune[], root: string, province: string): readonly PlaceRow['place'][] {
  return [{ code: root, name: province, isRoot: true }, ...of.map(({ code, name }) => ({ code, name, isRoot: false }))];
}
