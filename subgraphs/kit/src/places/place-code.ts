/** A caller's code of a place: with today's meaning, or `CODE@DAY`, with that day's meaning. */
export interface PlaceCode {
  readonly code: string;
  /** Undefined for today. */
  readonly on: string | undefined;
}

/** Reads `14758` and `14758@2025-06-30`. */
export function readPlaceCode(text: string): PlaceCode {
  const [code = '', on] = text.split('@');
  return { code, on };
}

/** Writes a code with the meaning of a day. */
export function writePlaceCode(code: string, on: string): string {
  return `${code}@${on}`;
}
