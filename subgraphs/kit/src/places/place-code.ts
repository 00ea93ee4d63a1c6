/** A code of a place as callers write it: as it is read today, or `CODE@DAY`, as it is read on that day. */
export interface PlaceCode {
  readonly code: string;
  /** Undefined for today's. */
  readonly on: string | undefined;
}

/** Reads `14758` and `14758@2025-06-30`. */
export function readPlaceCode(text: string): PlaceCode {
  const [code = '', on] = text.split('@');
  return { code, on };
}

/** Writes a code as it is read on a day. */
export function writePlaceCode(code: string, on: string): string {
  return `${code}@${on}`;
}
