import { transcode } from 'node:buffer';

/** The minimum length of a long text, in characters; below it, all methods take about the same time. */
const long = 4096;

/** The length of text, in characters, that the reused buffer holds; a longer text gets a new buffer. */
const kept = 256 * 1024;

/** The number of characters in the sample that decides the method. */
const sample = 1024;

const encoder = new TextEncoder();
const sampled = new Uint8Array(sample);
let room: Buffer | undefined;

/**
 * Encodes a text as UTF-8. It must be well-formed, as JSON is. Node's own encoder reads each character twice, which
 * takes several times as long for a text with non-ASCII letters, such as Vietnamese (docs/measurements/gateway.md).
 */
export function utf8(text: string): Buffer {
  if (text.length < long) return Buffer.from(text);
  const enough = 2 * text.length;
  const buffer = text.length <= kept ? (room ??= Buffer.allocUnsafeSlow(2 * kept)) : Buffer.allocUnsafeSlow(enough);
  const { read, written } = encoder.encodeInto(text, sampled);
  if (read < written) return transcode(buffer.subarray(0, buffer.write(text, 'utf16le')), 'utf16le', 'utf8');
  const ascii = encoder.encodeInto(text, buffer);
  // Two bytes per character are too few if the text after the sample is mostly Vietnamese.
  return ascii.read < text.length ? Buffer.from(text) : Buffer.copyBytesFrom(buffer, 0, ascii.written);
}
