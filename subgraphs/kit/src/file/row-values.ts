/** The marks around a value in a message, until it is shown or stored: characters that no text contains. */
const [begin, end] = ['\uE000', '\uE001'];
const marks = /[\uE000\uE001]/g;
const marked = /\uE000[^\uE001]*\uE001/g;

/** Shorter values reveal nothing about a person, and occur in many words. */
const shortestTelling = 2;

/**
 * Marks a row's value in a message about its fault. People who import the file see the value; the stored message has
 * `…` instead, because the value may identify a person.
 */
export function rowValue(value: unknown): string {
  return `${begin}${String(value).replaceAll(marks, '')}${end}`;
}

/** A message as people see it. */
export function shownText(message: string): string {
  return message.replaceAll(marks, '');
}

/** A message for storing: without values of rows. */
export function keptText(message: string): string {
  return message.replaceAll(marked, '…').replaceAll(marks, '');
}

const escaped = (text: string) =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);

/** Marks a row's values in a message that marks none, such as the message of an organisation's own check. */
export function markValues(message: string, row: Readonly<Record<string, unknown>>): string {
  if (message.includes(begin)) return message;
  const values = [...new Set(Object.values(row).flat().map(String))]
    .filter(({ length }) => length >= shortestTelling)
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return message;
  const anyOf = values.map((value) => escaped(value)).join('|');
  return message.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_])(?:${anyOf})(?![\\p{L}\\p{N}_])`, 'gu'), rowValue);
}
