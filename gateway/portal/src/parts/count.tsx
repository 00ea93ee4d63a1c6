import { whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Absent } from './figure.js';

/** A number of records that is told within bounds: at least so many, and at most. */
export interface Bounds {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

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

/** A number within its bounds: one number where they meet. */
export function Between({ atLeast, atMost }: Bounds) {
  const { language, say } = useWords();
  if (atLeast === null) return <Absent why="notReported" />;
  if (atMost === null) return <>{`${say('atLeast')} ${whole(atLeast, language)}`}</>;
  if (atLeast === atMost) return <>{whole(atLeast, language)}</>;
  return <>{`${whole(atLeast, language)}–${whole(atMost, language)}`}</>;
}
