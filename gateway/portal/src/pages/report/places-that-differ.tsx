import { useAnswer } from '../../hub/ask.js';
import type { Publication, PublishedGoal } from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { range, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent, Sourced } from '../../parts/figure.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { type Change, changesBetween, type Figure, type Value } from './signed-document.js';
import { reportWords } from './words.js';

const query = `query BothDocuments($now: ID!, $former: ID!) {
  now: publication(id: $now) { document }
  former: publication(id: $former) { document }
  communes(first: 500) { nodes { code name } }
}`;

interface Found {
  readonly now: { readonly document: string } | null;
  readonly former: { readonly document: string } | null;
  readonly communes: { readonly nodes: readonly { readonly code: string; readonly name: string }[] } | null;
}

interface Props {
  readonly of: Publication;
  readonly former: Publication;
  readonly goals: readonly PublishedGoal[];
}

/** The changed figures since the former revision; they are of communes and so need a sign-in. */
export function PlacesThatDiffer(props: Props) {
  const { person } = useSession();
  return person ? <PlaceTable {...props} /> : <AskToSignIn />;
}

function PlaceTable({ of, former, goals }: Props) {
  const { say, language } = useWords(reportWords);
  const answer = useAnswer<Found>(query, { now: of.id, former: former.id });
  const found = answer.is === 'answered' ? answer.data : undefined;
  const changes = found?.now && found.former && changesBetween(found.former.document, found.now.document);
  const names = new Map(found?.communes?.nodes.map(({ code, name }) => [code, name]));
  const titles = new Map(goals.map(({ code, title }) => [code, title]));
  const nameOf = ({ place, isRoot }: Change) => (isRoot ? say('wholeProvince') : (names.get(place) ?? place));
  const sourced = (change: Change, { id, period }: Publication, what: 'people' | 'ratio', text: string) => {
    const place = change.isRoot ? {} : { commune: change.place };
    return (
      <Sourced goal={change.goal} {...place} label={nameOf(change)} period={period} publication={id} what={what}>
        {text}
      </Sourced>
    );
  };
  const bounds = (change: Change, figure: Figure | undefined, by: Publication) => {
    const { lower, upper } = figure ?? {};
    if (typeof lower !== 'number' || typeof upper !== 'number') return <Absent why="unknown" />;
    return sourced(change, by, 'people', range(lower, upper, language));
  };
  const denominator = (change: Change, figure: Figure | undefined, by: Publication) => {
    const value = figure?.['denominator'];
    return typeof value === 'number' ? sourced(change, by, 'ratio', whole(value, language)) : <Absent why="unknown" />;
  };
  const columns: readonly Column<Change>[] = [
    {
      head: say('place'),
      isHead: true,
      cell: nameOf,
    },
    { head: say('goal'), class: 'text', cell: ({ goal }) => titles.get(goal) ?? goal },
    { head: say('former'), isNumber: true, cell: (one) => bounds(one, one.former, former) },
    { head: say('nowValue'), isNumber: true, cell: (one) => bounds(one, one.now, of) },
    { head: say('denominatorFormer'), isNumber: true, cell: (one) => denominator(one, one.former, former) },
    { head: say('denominatorNow'), isNumber: true, cell: (one) => denominator(one, one.now, of) },
    { head: say('alsoDiffers'), class: 'text', cell: (one) => <Also of={one} /> },
  ];
  const places = new Set(changes?.map(({ place }) => place)).size;
  return (
    <>
      <Waiting answer={answer} />
      {changes?.length === 0 && <p>{say('noDifference')}</p>}
      {changes && changes.length > 0 && (
        <div class="places">
          <p>
            {whole(changes.length, language)} {say('figuresDiffer')} {whole(places, language)} {say('placesUnit')}.
          </p>
          <Table
            caption={say('differencesCaption')}
            columns={columns}
            rows={changes}
            keyOf={({ goal, place }, index) => `${goal} ${place} ${index}`}
          />
        </div>
      )}
    </>
  );
}

/** Values with a separate column. */
const inColumns: readonly string[] = ['lower', 'upper', 'denominator'];

/** Values that the page shows in full; the document has the others. */
const inFull: readonly string[] = ['estimate', 'ratio', 'status'];

/** The other changed values. */
function Also({ of: { former, now, differs } }: { of: Change }) {
  const { say, mean, language } = useWords(reportWords);
  const written = (name: string, value: Value | undefined): string => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'object') return value.map(mean).join(', ') || '–';
    if (typeof value === 'string') return mean(value);
    return name === 'ratio' ? share(value, language) : whole(value, language);
  };
  const named = (name: string): string => say(name as keyof typeof reportWords);
  const values = inFull.filter((name) => differs.includes(name));
  const others = differs.filter((name) => !inColumns.includes(name) && !inFull.includes(name));
  const parts = [
    ...values.map((name) => `${named(name)}: ${written(name, former?.[name])} → ${written(name, now[name])}`),
    ...others.map(named),
  ];
  return <>{parts.length === 0 ? '–' : parts.join('; ')}</>;
}
