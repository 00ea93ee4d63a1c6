import { type Answer, useAnswer } from '../../hub/ask.js';
import {
  formerPeriodOf,
  idOf,
  lastDayOf,
  type Publication,
  type PublishedGoal,
  publishedFields,
} from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { moment, period as periodIn, signed, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ComparedInWords, ComparedTable, type Pair } from '../../parts/compared.js';
import { Absent } from '../../parts/figure.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { reportWords } from './words.js';

const formerQuery = `query GoalsOfFormer($publication: ID!, $period: Period!, $on: Date!, $language: Language!) {
  goals(on: $on) {
    code title(language: $language) deadline source
    progress(period: $period, publication: $publication) {
      ${publishedFields}
    }
  }
}`;

const differencesQuery = `query Differences($id: ID!) {
  publication(id: $id) { differences { goalCode placeCode former now } }
  communes(first: 500) { nodes { code name } }
}`;

interface Found {
  readonly publication: { readonly differences: readonly Change[] } | null;
  readonly communes: { readonly nodes: readonly { readonly code: string; readonly name: string }[] } | null;
}

interface Change {
  readonly goalCode: string;
  readonly placeCode: string;
  readonly former: number | null;
  readonly now: number | null;
}

interface Props {
  readonly of: Publication;
  readonly all: readonly Publication[];
  readonly goals: readonly PublishedGoal[];
}

/** What a publication has otherwise than the revision before it, and than the period before: in words and numbers. */
export function Differences({ of, all, goals }: Props) {
  const { say } = useWords(reportWords);
  const revision = all.find(({ id }) => id === idOf(of.period, of.revision - 1));
  const period = formerPeriodOf(of, all);
  return (
    <section aria-labelledby="differs">
      <h2 id="differs">{say('differs')}</h2>
      {!revision && !period && <p>{say('firstOfAll')}</p>}
      {revision && <Against former={revision} goals={goals} of={of} intro={say('againstRevision')} isRevision />}
      {period && <Against former={period} goals={goals} of={of} intro={say('againstPeriod')} />}
    </section>
  );
}

function Against(props: {
  former: Publication;
  of: Publication;
  goals: readonly PublishedGoal[];
  intro: string;
  isRevision?: boolean;
}) {
  const { former, of, goals, intro, isRevision = false } = props;
  const { say, language } = useWords(reportWords);
  const variables = { publication: former.id, period: former.period, on: lastDayOf(former.period) };
  const answer = useAnswer<{ goals: readonly PublishedGoal[] | null }>(formerQuery, {
    ...variables,
    language: graphLanguage(language),
  });
  const pairs = pairsOf(answer, goals);
  const named = (one: Publication): string =>
    isRevision ? `${say('revisionNumber')} ${one.revision}` : periodIn(one.period, language);
  return (
    <section data-against={former.id}>
      <p class="title">
        {intro} {periodIn(former.period, language)}, {say('revisionNumber')} {former.revision} (
        {moment(former.publishedAt, language)})
      </p>
      <Waiting answer={answer} />
      {pairs.length > 0 && <ComparedInWords of={pairs} />}
      {pairs.length > 0 && <ComparedTable of={pairs} before={named(former)} now={named(of)} />}
      {isRevision && <PlacesThatDiffer of={of} goals={goals} />}
    </section>
  );
}

/** The goals that both have. */
function pairsOf(answer: Answer<{ goals: readonly PublishedGoal[] | null }>, goals: readonly PublishedGoal[]): Pair[] {
  const former = (answer.is === 'answered' && answer.data.goals) || [];
  return goals.flatMap(({ code, title, progress: now }) => {
    const then = former.find((one) => one.code === code)?.progress;
    return now && then ? [{ code, title, then, now }] : [];
  });
}

/** Each figure that the revision before had otherwise: of communes, so for people who have signed in. */
function PlacesThatDiffer({ of, goals }: { of: Publication; goals: readonly PublishedGoal[] }) {
  const { person } = useSession();
  return person ? <PlaceTable of={of} goals={goals} /> : <AskToSignIn />;
}

function PlaceTable({ of, goals }: { of: Publication; goals: readonly PublishedGoal[] }) {
  const { say, language } = useWords(reportWords);
  const answer = useAnswer<Found>(differencesQuery, { id: of.id });
  const found = answer.is === 'answered' ? answer.data : undefined;
  const names = new Map(found?.communes?.nodes.map(({ code, name }) => [code, name]));
  const titles = new Map(goals.map(({ code, title }) => [code, title]));
  const changes = found?.publication?.differences ?? [];
  const number = (value: number | null) => (value === null ? <Absent why="unknown" /> : whole(value, language));
  const columns: readonly Column<Change>[] = [
    { head: say('place'), isHead: true, cell: ({ placeCode }) => names.get(placeCode) ?? wholeOr(placeCode) },
    { head: say('goal'), cell: ({ goalCode }) => titles.get(goalCode) ?? goalCode },
    { head: say('former'), isNumber: true, cell: ({ former }) => number(former) },
    { head: say('nowValue'), isNumber: true, cell: ({ now }) => number(now) },
    {
      head: say('difference'),
      isNumber: true,
      cell: ({ former, now }) => (former === null || now === null ? '–' : signed(now - former, language)),
    },
  ];
  const wholeOr = (code: string): string => (/^\d{2}$/.test(code) ? say('wholeProvince') : code);
  const places = new Set(changes.map(({ placeCode }) => placeCode)).size;
  return (
    <>
      <Waiting answer={answer} />
      {found && changes.length === 0 && <p>{say('noDifference')}</p>}
      {changes.length > 0 && (
        <>
          <p>
            {whole(changes.length, language)} {say('figuresDiffer')} {whole(places, language)} {say('placesUnit')}.
          </p>
          <Table
            caption={say('differencesCaption')}
            columns={columns}
            rows={changes}
            keyOf={({ goalCode, placeCode }, index) => `${goalCode} ${placeCode} ${index}`}
          />
        </>
      )}
    </>
  );
}
