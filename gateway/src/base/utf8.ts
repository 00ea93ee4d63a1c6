import { transcode } from 'node:buffer';

/** From how many characters on a text is long: below, all ways take about the same time. */
const long = 4096;

/** How many characters there is room for that is kept; a longer text gets room of its own. */
const kept = 256 * 1024;

/** How many characters are looked at to tell what a text is like. */
const sample = 1024;

const encoder = new TextEncoder();
const sampled = new Uint8Array(sample);
let room: Buffer | undefined;

/**
 * A text in UTF-8; it must be well-formed, as JSON is. Node's own way looks at each character twice, which takes several times
 * as long where a text is of other letters than those of ASCII, as Vietnamese is (docs/measurements/gateway.md).
 */
export function utf8(text: string): Buffer {
  if (text.length < long) return Buffer.from(text);
  const enough = 2 * text.length;
  const buffer = text.length <= kept ? (room ??= Buffer.allocUnsafeSlow(2 * kept)) : Buffer.allocUnsafeSlow(enough);
  const { read, written } = encoder.encodeInto(text, sampled);
  if (read < written) return transcode(buffer.subarray(0, buffer.write(text, 'utf16le')), 'utf16le', 'utf8');
  const ascii = encoder.encodeInto(text, buffer);
  // Two bytes each are too few where much of it is Vietnamese after all.
  return ascii.read < text.length ? Buffer.from(text) : Buffer.copyBytesFrom(buffer, 0, ascii.written);
}
