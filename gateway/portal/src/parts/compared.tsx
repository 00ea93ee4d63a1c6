import type { PublishedProgress } from '../hub/publication.js';
import { day, points as pointsIn, difference, share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { comparedWords } from './compared-words.js';
import type { Break } from '../hub/source.js';
import { type Comparable, type Difference, differenceOf, type NewRelease } from './comparison.js';
import { Absent, Sourced } from './figure.js';
import { Named, NumbersFrom, SourcedNumber } from './number.js';
import type { NumberSource } from './open-says-who.js';
import { type Column, Table } from './table.js';

/** A goal's current and former figures. */
export interface Pair {
  readonly code: string;
  readonly title: string;
  readonly then: PublishedProgress;
  readonly now: PublishedProgress;
  /** Reasons of the graph against a comparison. */
  readonly breaks: readonly Break[];
}

/** Source of the compared figures. */
export interface ComparedFrom {
  readonly query: string;
  readonly variables: object;
  /** The publication of the former figures; and the one of the current figures, if they are published. */
  readonly then: string;
  readonly now?: string | undefined;
}

function sourceOf({ code, now: { period } }: Pair, { query, variables, now }: ComparedFrom): NumberSource {
  return { query, variables, figure: { goal: code, period, publication: now } };
}

/** Differences by goal, a sentence each. */
export function ComparedInWords({ of, from }: { of: readonly Pair[]; from: ComparedFrom }) {
  return (
    <ul class="compared">
      {of.map((pair) => (
        <li key={pair.code} data-compared={pair.code}>
          <strong>{pair.title}</strong>:{' '}
          <NumbersFrom value={sourceOf(pair, from)}>
            <Named by={[pair.title]}>
              <ComparedSentence now={pair.now} then={pair.then} breaks={pair.breaks} />
            </Named>
          </NumbersFrom>
        </li>
      ))}
    </ul>
  );
}

/** Shows why there is no change; a break, or an unknown value. */
export function NoChange({ why }: { why: Break | null }) {
  const { say } = useWords(comparedWords);
  return why ? <span class="absent">{say(`break${why}`)}</span> : <Absent why="unknown" />;
}

/** A sentence about the difference between a figure and a former one. */
export function ComparedSentence(props: {
  now: Comparable;
  then: Comparable;
  /** Breaks between both figures, from the graph. */
  breaks: readonly Break[];
}) {
  const { now, then, breaks } = props;
  const { say, language } = useWords(comparedWords);
  const difference = differenceOf(now, then, breaks);
  const { points, people, releases, isOfBounds, noPoints } = difference;
  if (noPoints) return <AcrossBreak of={difference} why={noPoints} />;
  if (points === null || difference.now === null || difference.then === null) return <>{say('cannot')}.</>;
  const told = (text: string) => <SourcedNumber how={say('comparedIs')}>{text}</SourcedNumber>;
  const size = `${pointsIn(Math.abs(points), language, 2)} ${say('pointsUnit')}`;
  const [before, after] = [told(share(difference.then, language)), told(share(difference.now, language))];
  const isSame = Math.abs(points) < 0.005;
  const counted = people !== null && people !== 0 && (
    <>
      {say(people > 0 ? 'more' : 'fewer')} {told(whole(Math.abs(people), language))} {say('peopleUnit')}
    </>
  );
  return (
    <>
      {isOfBounds && `${say('byBounds')} `}
      {isSame && counted && (
        <>
          {counted}; {say('roundedSame')} ({after})
        </>
      )}
      {isSame && !counted && (
        <>
          {say('same')} ({after})
        </>
      )}
      {!isSame && (
        <>
          {say('from')} {before} {say('to')} {after}, {say(points > 0 ? 'up' : 'down')} {told(size)}
          {counted && <>, {counted}</>}
        </>
      )}
      .
      <Since of={releases} />
    </>
  );
}

/** A comparison across a break: only people can be compared when the denominator has changed. */
function AcrossBreak({ of: { people, releases, isOfBounds }, why }: { of: Difference; why: Break }) {
  const { say, language } = useWords(comparedWords);
  return (
    <>
      {people !== null && (
        <>
          {isOfBounds && `${say('byBounds')} `}
          {people === 0 ? (
            say('samePeople')
          ) : (
            <>
              {say(people > 0 ? 'more' : 'fewer')}{' '}
              <SourcedNumber how={say('comparedIs')}>{whole(Math.abs(people), language)}</SourcedNumber>{' '}
              {say('peopleUnit')}
            </>
          )}
          ;{' '}
        </>
      )}
      {say(`break${why}`)}.
      <Since of={releases} />
    </>
  );
}

function Since({ of }: { of: readonly NewRelease[] }) {
  const { say } = useWords(comparedWords);
  if (of.length === 0) return null;
  return (
    <>
      {' '}
      {say('newReleases')}: <NewReleases of={of} />.
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

/** The differences as a table. */
export function ComparedTable(props: {
  of: readonly Pair[];
  /** Headings of the columns before and now. */
  before: string;
  now: string;
  from: ComparedFrom;
}) {
  const { of, before, now, from } = props;
  const { say, language } = useWords(comparedWords);
  const shareOf = (pair: Pair, when: 'then' | 'now') => {
    const ratio = differenceOf(pair.now, pair.then, pair.breaks)[when];
    if (ratio === null) return <Absent why="unknown" />;
    return (
      <Sourced goal={pair.code} label={pair.title} period={pair[when].period} publication={from[when]}>
        {share(ratio, language)}
      </Sourced>
    );
  };
  const changeOf = (pair: Pair, text: string) => (
    <SourcedNumber how={say('comparedIs')} source={sourceOf(pair, from)}>
      {text}
    </SourcedNumber>
  );
  const columns: readonly Column<Pair>[] = [
    { head: say('goal'), isHead: true, cell: ({ title }) => title },
    { head: `${say('before')} (${before})`, isNumber: true, cell: (pair) => shareOf(pair, 'then') },
    { head: `${say('now')} (${now})`, isNumber: true, cell: (pair) => shareOf(pair, 'now') },
    {
      head: say('changePoints'),
      isNumber: true,
      cell: (pair) => {
        const { points, noPoints } = differenceOf(pair.now, pair.then, pair.breaks);
        return points === null ? <NoChange why={noPoints} /> : changeOf(pair, difference(points, language, 2));
      },
    },
    {
      head: say('changePeople'),
      isNumber: true,
      cell: (pair) => {
        const { people, noPeople } = differenceOf(pair.now, pair.then, pair.breaks);
        return people === null ? <NoChange why={noPeople} /> : changeOf(pair, difference(people, language));
      },
    },
    {
      head: say('newReleases'),
      class: 'text',
      cell: (pair) => {
        const { releases } = differenceOf(pair.now, pair.then, pair.breaks);
        return releases.length === 0 ? say('noNewRelease') : <NewReleases of={releases} />;
      },
    },
  ];
  return (
    <NumbersFrom value={from}>
      <Table caption={`${say('comparedCaption')} (${before})`} columns={columns} rows={of} keyOf={({ code }) => code} />
    </NumbersFrom>
  );
}
