import type { Report } from '../../hub/progress.js';

/** What one organisation reported of a goal: people and occurrences, which never add up. */
export interface Share {
  readonly people: number | null;
  readonly atMost: number | null;
  readonly occurrences: number | null;
  readonly through: string | null;
  readonly release: number;
  readonly withdrawn: boolean;
}

/** An organisation that a goal counts on, what became of its report, and its share or why that is not given. */
export interface Reported extends Report {
  readonly organisation: { readonly code: string; readonly name: string };
  readonly share: Share | null;
  readonly noShare: string | null;
}

/** Asks for the share of each organisation that the goal counts on. */
export const sharesQuery = `query Shares($goal: ID!, $period: Period, $language: Language!) {
  goal(code: $goal) {
    progress(period: $period) {
      demonstration completeThrough people { lower estimate }
      contributions {
        organisation { code name(language: $language) }
        state late share { people atMost occurrences through release withdrawn } noShare
      }
    }
  }
}`;
