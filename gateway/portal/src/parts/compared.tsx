import type { PublishedProgress } from '../hub/publication.js';
import { day, points as pointsIn, difference, share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { comparedWords } from './compared-words.js';
import { differenceOf, type NewRelease } from './comparison.js';
import { Absent } from './figure.js';
import { type Column, Table } from './table.js';

/** A goal's figures of now, and of before. */
export interface Pair {
  readonly code: string;
  readonly title: string;
  readonly then: PublishedProgress;
  readonly now: PublishedProgress;
}

/** What differs, goal by goal, in a sentence each. */
export function ComparedInWords({ of }: { of: readonly Pair[] }) {
  return (
    <ul class="compared">
      {of.map((pair) => (
        <li key={pair.code} data-compared={pair.code}>
          <strong>{pair.title}</strong>: <Sentence of={pair} />
        </li>
      ))}
    </ul>
  );
}

function Sentence({ of: { now, then } }: { of: Pair }) {
  const { say, language } = useWords(comparedWords);
  const difference = differenceOf(now, then);
  const { points, people, releases, isOfBounds } = difference;
  if (points === null || difference.now === null || difference.then === null) return <>{say('cannot')}.</>;
  const size = `${pointsIn(Math.abs(points), language, 2)} ${say('pointsUnit')}`;
  const [before, after] = [share(difference.then, language), share(difference.now, language)];
  const isSame = Math.abs(points) < 0.005;
  return (
    <>
      {isOfBounds && `${say('byBounds')} `}
      {isSame
        ? `${say('same')} (${after})`
        : `${say('from')} ${before} ${say('to')} ${after}, ${say(points > 0 ? 'up' : 'down')} ${size}`}
      {people !== null &&
        people !== 0 &&
        `, ${say(people > 0 ? 'more' : 'fewer')} ${whole(Math.abs(people), language)} ${say('peopleUnit')}`}
      .
      {releases.length > 0 && (
        <>
          {' '}
          {say('newReleases')}: <NewReleases of={releases} />.
        </>
      )}
    </>
  );
}

function NewReleases({ of }: { of: readonly NewRelease[] }) {
  const { say, language } = useWords(comparedWords);
  const said = of.map(({ organisation, number, through, isCorrection }) => {
    const what = isCorrection ? say('correction') : through ? `${say('throughDay')} ${day(through, language)}` : '';
    return `${organisation} (${say('releaseWord')} ${number}${what && `, ${what}`})`;
  });
  return <>{said.join('; ')}</>;
}

/** The same in numbers. */
export function ComparedTable({ of, before, now }: { of: readonly Pair[]; before: string; now: string }) {
  const { say, language } = useWords(comparedWords);
  const shareOf = (ratio: number | null) => (ratio === null ? <Absent why="unknown" /> : share(ratio, language));
  const columns: readonly Column<Pair>[] = [
    { head: say('goal'), isHead: true, cell: ({ title }) => title },
    {
      head: `${say('before')} (${before})`,
      isNumber: true,
      cell: ({ now: after, then }) => shareOf(differenceOf(after, then).then),
    },
    { head: `${say('now')} (${now})`, isNumber: true, cell: (pair) => shareOf(differenceOf(pair.now, pair.then).now) },
    {
      head: say('changePoints'),
      isNumber: true,
      cell: (pair) => {
        const { points } = differenceOf(pair.now, pair.then);
        return points === null ? <Absent why="unknown" /> : difference(points, language, 2);
      },
    },
    {
      head: say('changePeople'),
      isNumber: true,
      cell: (pair) => {
        const { people } = differenceOf(pair.now, pair.then);
        return people === null ? <Absent why="unknown" /> : difference(people, language);
      },
    },
    {
      head: say('newReleases'),
      class: 'text',
      cell: (pair) => {
        const { releases } = differenceOf(pair.now, pair.then);
        return releases.length === 0 ? say('noNewRelease') : <NewReleases of={releases} />;
      },
    },
  ];
  return (
    <Table caption={`${say('comparedCaption')} (${before})`} columns={columns} rows={of} keyOf={({ code }) => code} />
  );
}
