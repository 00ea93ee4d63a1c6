import { range, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Absent } from './figure.js';
import { SourcedNumber } from './number.js';
import { saysWhoWords } from './says-who-words.js';

/** A number of people from the graph's `PeopleCount`. */
export interface PeopleCount {
  readonly people: number | null;
  readonly atMost: number | null;
}

/** Bounds of a number of people; absent before an organisation's first release. */
export function Count({ of }: { of: PeopleCount | null | undefined }) {
  return <Between atLeast={of?.people ?? null} atMost={of?.atMost ?? null} />;
}

/** Released bounds of a number of people or households; one number if both are equal. */
export function Between({ atLeast, atMost }: { readonly atLeast: number | null; readonly atMost: number | null }) {
  const { language, say } = useWords(saysWhoWords);
  if (atLeast === null) return <Absent why="notReported" />;
  const least = whole(atLeast, language);
  const text =
    atMost === null ? `${say('atLeast')} ${least}` : atLeast === atMost ? least : range(atLeast, atMost, language);
  return <SourcedNumber how={say('countIs')}>{text}</SourcedNumber>;
}

/** Number of records in an organisation's system; empty without an answer. */
export function Records({ of }: { of: number | null | undefined }) {
  const { language, say } = useWords(saysWhoWords);
  return typeof of === 'number' ? <SourcedNumber how={say('recordsAre')}>{whole(of, language)}</SourcedNumber> : null;
}

/** Occurrences, such as attendances, which are not people. */
export function Occurrences({ of }: { of: number | null | undefined }) {
  const { language, say } = useWords(saysWhoWords);
  if (typeof of !== 'number') return <Absent why="notReported" />;
  return <SourcedNumber how={say('occurrencesAre')}>{whole(of, language)}</SourcedNumber>;
}

/** A number stored in a record. */
export function Recorded({ of }: { of: number }) {
  const { language, say } = useWords(saysWhoWords);
  return <SourcedNumber how={say('recordedIs')}>{whole(of, language)}</SourcedNumber>;
}
