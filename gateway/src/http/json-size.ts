import type { JsonLimits } from '../limits/limits.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** From this length on, native code searches for a string's end, in bytes. */
const longString = 32;

/**
 * Refuses JSON that is nested too deeply or has too many values, before it is parsed: lists within lists and empty
 * objects cost far more to build than to send. One pass over the bytes; the parser refuses malformed JSON.
 * @param bytes UTF-8
 * @throws LimitExceeded `JSON_DEPTH` or `JSON_VALUES`
 */
export function checkJsonSize(bytes: Buffer, { jsonDepth, jsonValues }: JsonLimits): void {
  const { length } = bytes;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < length; at++) {
    switch (bytes[at]) {
      case quote:
        at = endOfString(bytes, at + 1);
        break;
      case openBracket:
      case openBrace:
        depth += 1;
        // The first element; an empty list counts one too many.
        values += 1;
        if (depth > jsonDepth) throw new LimitExceeded('JSON_DEPTH', jsonDepth);
        if (values > jsonValues) throw new LimitExceeded('JSON_VALUES', jsonValues);
        break;
      case closeBracket:
      case closeBrace:
        depth -= 1;
        break;
      case comma:
        values += 1;
        if (values > jsonValues) throw new LimitExceeded('JSON_VALUES', jsonValues);
        break;
    }
  }
}

/** @returns where the string's closing quote is; the end of the bytes where it has none. */
function endOfString(bytes: Buffer, start: number): number {
  const { length } = bytes;
  let at = start;
  for (const near = Math.min(length, start + longString); at < near; at++) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === backslash) at += 1;
  }
  while (at < length) {
    const end = bytes.indexOf(quote, at);
    if (end < 0) return length;
    let escapes = 0;
    // Pairs that were skipped above are not counted again.
    while (end - escapes - 1 >= at && bytes[end - escapes - 1] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
    at = end + 1;
  }
  return length;
}
