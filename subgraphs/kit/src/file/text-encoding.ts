import { FileError } from './file-error.js';

/** The possible encodings of text files, by their names in `TextDecoder`. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1258'] as const;
export type Encoding = (typeof encodings)[number];

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding that a file's byte order mark names. */
export function markedEncoding(head: Uint8Array): Encoding | undefined {
  return marks.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0];
}

/** How many bytes of a file are searched for zero bytes. */
const looked = 4096;

/**
 * Finds the encoding of a text file: by its byte order mark, by the position of the zero bytes of Latin letters, or by
 * decoding all of it as UTF-8. Any other file is from an old Vietnamese spreadsheet.
 */
export async function encodingOf(content: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  let last: Uint8Array = new Uint8Array();
  try {
    for await (const chunk of content) {
      last = chunk;
      if (isFirst) {
        const known = markedEncoding(chunk) ?? unmarkedWide(chunk.subarray(0, looked));
        if (known) return known;
        isFirst = false;
      }
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return isMostlyUtf8(last) ? 'utf-8' : 'windows-1258';
    throw error;
  }
}

/** Whether faulty bytes are meant as UTF-8: more of their letters are valid than invalid. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const letters = new TextDecoder('utf-8').decode(bytes).replaceAll(/[\0-\x7f]/g, '');
  const wrong = letters.replaceAll(/[^\uFFFD]/g, '').length;
  return letters.length - wrong > wrong;
}

/** Detects UTF-16 without a mark: every other byte of separators and digits is zero. */
function unmarkedWide(head: Uint8Array): Encoding | undefined {
  let [even, odd] = [0, 0];
  head.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  const most = head.length / 4;
  if (odd > most && even * 4 < odd) return 'utf-16le';
  return even > most && odd * 4 < even ? 'utf-16be' : undefined;
}

/**
 * A file's text in Unicode NFC with a line feed at the end of each line: a file joined from several has line ends of
 * all kinds.
 * @throws FileError where it has bytes of another encoding.
 */
export async function* decoded(content: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let held = '';
  const other = () => {
    const name = encoding.toUpperCase().replace('WINDOWS', 'Windows');
    return new FileError(
      `Expected ${name} without NUL characters, but got other bytes, in or after line ${line}. Export the file again as "CSV UTF-8".`,
    );
  };
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw other();
    }
  };
  for await (const chunk of content) {
    const text = held + decode(chunk);
    if (text.includes('\0')) throw other();
    // The line feed after this carriage return may be in the next chunk.
    held = text.endsWith('\r') ? '\r' : '';
    const lines = withLineFeeds(text.slice(0, text.length - held.length));
    line += lines.split('\n').length - 1;
    yield lines;
  }
  yield withLineFeeds(held + decode());
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** Windows-1258's bytes by character. */
const bytesOf1258 = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1258').decode(Uint8Array.of(byte)), byte]),
);

/**
 * Vietnamese letters whose tones Windows-1258 encodes separately: a letter with its circumflex, breve or horn, and the
 * tone.
 */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/u;

/** A text in an encoding, without a mark; a character that Windows-1258 lacks becomes a question mark. */
export function encoded(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1258':
      return Buffer.from(Array.from(text.normalize('NFC')).flatMap(bytesOfLetter));
  }
}

function bytesOfLetter(letter: string): number[] {
  const byte = bytesOf1258.get(letter);
  if (byte !== undefined) return [byte];
  const parts = letter.normalize('NFD');
  const tone = tones.exec(parts)?.[0] ?? '';
  const base = bytesOf1258.get(parts.replace(tone, '').normalize('NFC'));
  const mark = bytesOf1258.get(tone);
  return base === undefined || mark === undefined ? [0x3f] : [base, mark];
}
