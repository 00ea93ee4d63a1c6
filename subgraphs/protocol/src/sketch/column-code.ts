import type { BitReader, BitWriter } from './bit-stream.js';
import { popCount } from './cells.js';
import { SketchFault } from './sketch-fault.js';

/**
 * The number of low bits of a gap in its Rice code, for `count` marked cells of `cells`: the greatest r with count ·
 * 2^r ≤ cells − count, which is about the binary logarithm of a mean gap.
 */
function riceBits(count: number, cells: number): number {
  return 31 - Math.clz32(Math.floor((cells - count) / count));
}

/**
 * Writes one column: a bit for the sort of listed cells (0: set cells; 1: unset cells, which are then fewer), their
 * number as an Elias gamma code, and the gaps between them as Rice codes. The size is within 3 % of the column's
 * entropy, for full and for nearly empty columns.
 */
export function writeColumn(writer: BitWriter, words: Uint32Array): void {
  const cells = words.length * 32;
  const set = words.reduce((sum, word) => sum + popCount(word), 0);
  const listsUnset = set > cells / 2;
  const count = listsUnset ? cells - set : set;
  writer.bits(listsUnset ? 1 : 0, 1);
  writer.gamma(count + 1);
  if (count === 0) return;
  const low = riceBits(count, cells);
  let next = 0;
  for (const [index, word] of words.entries()) {
    for (let left = listsUnset ? ~word : word; left !== 0;) {
      const bit = Math.clz32(left);
      left &= ~(0x80000000 >>> bit);
      const gap = index * 32 + bit - next;
      writer.rice(gap, low);
      next += gap + 1;
    }
  }
}

/**
 * Reads one column into words that are all zero.
 * @returns how many cells are set.
 * @throws SketchFault `BAD_BYTES` where `writeColumn` writes no such column.
 */
export function readColumn(reader: BitReader, words: Uint32Array): number {
  const cells = words.length * 32;
  const listsUnset = reader.bits(1) === 1;
  const count = reader.gamma() - 1;
  const most = listsUnset ? cells / 2 - 1 : cells / 2;
  if (count > most) {
    throw new SketchFault('BAD_BYTES', `Expected a column to list at most ${most} cells, but it lists ${count}.`);
  }
  if (listsUnset) words.fill(0xffffffff);
  if (count === 0) return listsUnset ? cells : 0;
  const low = riceBits(count, cells);
  let next = 0;
  for (let listed = 0; listed < count; listed++) {
    const cell = next + reader.rice(low);
    if (cell >= cells) throw new SketchFault('BAD_BYTES', `Expected cells below ${cells}, but a column lists ${cell}.`);
    words[cell >>> 5]! ^= 0x80000000 >>> (cell & 31);
    next = cell + 1;
  }
  return listsUnset ? cells - count : count;
}
