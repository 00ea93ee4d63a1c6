import type { Report } from '../../hub/progress.js';

/** An organisation's report on a goal: people and occurrences, which cannot be added. */
export interface Share {
  readonly people: number | null;
  readonly atMost: number | null;
  readonly occurrences: number | null;
  readonly through: string | null;
  readonly release: number;
  readonly withdrawn: boolean;
}

/** A counted organisation with the state of its report, and its share or the reason for a missing one. */
export interface Reported extends Report {
  readonly organisation: { readonly code: string; readonly name: string };
  readonly share: Share | null;
  readonly noShare: string | null;
}

/** Query of the share of each organisation that the goal counts. */
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
