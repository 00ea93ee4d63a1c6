import { lastDayOf, thisDay } from '../../language/numbers.js';
import type { Closing } from '../../parts/closing.js';

/** A goal with its organisations' reports by month. */
export interface GoalOfOwed {
  readonly code: string;
  readonly title: string;
  readonly closing: Pick<Closing, 'state' | 'period' | 'lateDataUntil'>;
  readonly completeness: {
    readonly organisations: readonly {
      readonly organisation: { readonly code: string; readonly name: string };
      readonly months: readonly { readonly month: string; readonly state: string; readonly late: number | null }[];
    }[];
  } | null;
}

/** An event that a report is due or late, which the hub sent to feeds, mail and webhooks. */
export interface Reminder {
  readonly at: string;
  readonly period: string | null;
  readonly goal: { readonly code: string } | null;
  readonly organisation: { readonly code: string } | null;
}

/** The months that an organisation has not reported for a goal. */
export interface Owed {
  readonly goal: { readonly code: string; readonly title: string };
  readonly organisation: { readonly code: string; readonly name: string };
  /** Whether its system is linked to the hub. */
  readonly isLinked: boolean;
  /** The earliest first. */
  readonly months: readonly string[];
  /** Days after the due day of the earliest month; 0 before it, null without one. */
  readonly late: number | null;
  /** Days since the end of the earliest month. */
  readonly daysSince: number;
  /** When the hub last sent a reminder of one of the months; null if it has sent none. */
  readonly remindedAt: string | null;
}

/** Lists the reports that are missing up to each goal's deadline, the oldest first. */
export function owedOf(
  goals: readonly GoalOfOwed[],
  reminders: readonly Reminder[],
  today = thisDay(),
): readonly Owed[] {
  return goals
    .flatMap(({ code, title, closing, completeness }) =>
      (completeness?.organisations ?? []).flatMap(({ organisation, months }): Owed[] => {
        const missing = months.filter(
          ({ month, state }) => (state === 'NOT_YET' || state === 'NOT_LINKED') && month <= closing.period,
        );
        const [earliest] = missing;
        if (!earliest) return [];
        const named = missing.map(({ month }) => month);
        const sent = reminders.filter(
          (one) =>
            one.goal?.code === code && one.organisation?.code === organisation.code && named.includes(one.period ?? ''),
        );
        return [
          {
            ...{ goal: { code, title }, organisation, months: named, late: earliest.late },
            isLinked: earliest.state !== 'NOT_LINKED',
            daysSince: (Date.parse(today) - Date.parse(lastDayOf(earliest.month))) / 86_400_000,
            remindedAt:
              sent
                .map(({ at }) => at)
                .toSorted()
                .at(-1) ?? null,
          },
        ];
      }),
    )
    .toSorted((one, other) => other.daysSince - one.daysSince);
}
