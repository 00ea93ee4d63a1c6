import type { CountKey } from './people-table.js';

/** A key as text. */
export function countKey({ measure, subject, place, month }: CountKey): string {
  return `${measure}|${subject}|${place}|${month}`;
}
