import { dayInProvince, daysLater, momentInProvince } from '@hub/protocol';
import { z } from 'zod';

/** The schedule of an organisation's automatic releases. */
export type ReleaseSchedule =
  | { readonly kind: 'by hand' }
  | { readonly kind: 'after import' }
  | {
      readonly kind: 'daily';
      /** `HH:MM` in the province's time zone. */
      readonly at: string;
    };

/** Reads the setting `RELEASES`; an empty one means no schedule. */
export const releaseSetting = z
  .string()
  .transform((text, issues) => {
    const schedule = readSchedule(text);
    if (text !== '' && !schedule) {
      const message = `expected "daily HH:MM" (the province’s time), "after import" or "by hand", got "${text}"`;
      issues.addIssue({ code: 'custom', message });
    }
    return schedule;
  })
  .optional();

/** Reads a schedule from a setting's text; undefined where it is none. */
export function readSchedule(text: string): ReleaseSchedule | undefined {
  if (text === 'by hand' || text === 'after import') return { kind: text };
  const at = /^daily ((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text)?.[1];
  return at === undefined ? undefined : { kind: 'daily', at };
}

/** The last moment of a due daily release, and the next. */
export function dueMoments(at: string, now: Date): { readonly last: Date; readonly next: Date } {
  const today = dayInProvince(now);
  const due = momentInProvince(today, at);
  const other = momentInProvince(daysLater(today, due <= now ? 1 : -1), at);
  return due <= now ? { last: due, next: other } : { last: other, next: due };
}
