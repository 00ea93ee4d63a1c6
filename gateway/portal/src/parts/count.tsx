import { range, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Absent } from './figure.js';
import { Told } from './number.js';
import { saysWhoWords } from './says-who-words.js';

/** A number of people, as the graph's `PeopleCount` has it. */
export interface PeopleCount {
  readonly people: number | null;
  readonly atMost: number | null;
}

/** The fields of `PeopleCount`. */
export const countFields = '{ people atMost }';

/** People, from at least to at most; before an organisation's first release there are none to tell. */
export function Count({ of }: { of: PeopleCount | null | undefined }) {
  return <Between atLeast={of?.people ?? null} atMost={of?.atMost ?? null} />;
}

/** People or households, within the bounds that their organisation released: one number where they meet. */
export function Between({ atLeast, atMost }: { readonly atLeast: number | null; readonly atMost: number | null }) {
  const { language, say } = useWords(saysWhoWords);
  if (atLeast === null) return <Absent why="notReported" />;
  const least = whole(atLeast, language);
  const text =
    atMost === null ? `${say('atLeast')} ${least}` : atLeast === atMost ? least : range(atLeast, atMost, language);
  return <Told how={say('countIs')}>{text}</Told>;
}

/** How many records an organisation's system has; nothing where it did not say. */
export function Records({ of }: { of: number | null | undefined }) {
  const { language, say } = useWords(saysWhoWords);
  return typeof of === 'number' ? <Told how={say('recordsAre')}>{whole(of, language)}</Told> : null;
}

/** Occurrences, such as attendances, which are not people. */
export function Occurrences({ of }: { of: number | null | undefined }) {
  const { language, say } = useWords(saysWhoWords);
  if (typeof of !== 'number') return <Absent why="notReported" />;
  return <Told how={say('occurrencesAre')}>{whole(of, language)}</Told>;
}

/** A number that stands in a record itself. */
export function Recorded({ of }: { of: number }) {
  const { language, say } = useWords(saysWhoWords);
  return <Told how={say('recordedIs')}>{whole(of, language)}</Told>;
}
