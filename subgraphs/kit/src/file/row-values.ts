/** What stands before and after a value in a message, until it is shown or kept: characters that no text has. */
const [begin, end] = ['\uE000', '\uE001'];
const marks = /[\uE000\uE001]/g;
const marked = /\uE000[^\uE001]*\uE001/g;

/** Shorter values tell nothing of a person, and stand in many words. */
const shortestTelling = 2;

/**
 * A value of a row in a message that says what is wrong with it. People who bring the file are shown it; what is kept of
 * the message has `…` in its place, for it may tell of a person.
 */
export function rowValue(value: unknown): string {
  return `${begin}${String(value).replaceAll(marks, '')}${end}`;
}

/** A message as people are shown it. */
export function shownText(message: string): string {
  return message.replaceAll(marks, '');
}

/** A message as it is kept: without values of rows. */
export function keptText(message: string): string {
  return message.replaceAll(marked, '…').replaceAll(marks, '');
}

const escaped = (text: string) =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);

/** Marks a row's values in a message that marks none itself, such as one of an organisation's own checks. */
export function markValues(message: string, row: Readonly<Record<string, unknown>>): string {
  if (message.includes(begin)) return message;
  const values = [...new Set(Object.values(row).flat().map(String))]
    .filter(({ length }) => length >= shortestTelling)
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return message;
  const anyOf = values.map((value) => escaped(value)).join('|');
  return message.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_])(?:${anyOf})(?![\\p{L}\\p{N}_])`, 'gu'), rowValue);
}
