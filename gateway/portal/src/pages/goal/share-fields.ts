import { fieldOf } from '../../hub/field-of.js';
/** What one organisation reported of a goal: people and occurrences, which never add up. */
export interface Share {
  readonly people: number | null;
  readonly atMost: number | null;
  readonly occurrences: number | null;
  readonly through: string | null;
  readonly release: number | null;
  readonly withdrawn: boolean;
}

/** An organisation that a goal counts on. */
export interface Expected {
  readonly code: string;
  readonly name: string;
  readonly linked: boolean;
}

/** Asks for the share of each organisation that is linked. */
export function queryOf(expected: readonly Expected[]): string {
  const shares = expected
    .filter(({ linked }) => linked)
    .map(({ code }) => `${fieldOf(code)} { people atMost occurrences through release withdrawn }`);
  return `query Shares($goal: ID!, $period: Period) {
  goal(code: $goal) {
    progress(period: $period) {
      demonstration completeThrough people { lower estimate }
      contributions { organisation { code } state }
      ${shares.join('\n      ')}
    }
  }
}`;
}
