// In Jest, looking up a global takes longer than all else here.
const { imul } = Math;

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function upperProduct(one: number, other: number): number {
  const [a, b] = [one & 0xffff, one >>> 16];
  const [c, d] = [other & 0xffff, other >>> 16];
  const middle = (imul(b, c) + (imul(a, c) >>> 16)) | 0;
  const cross = (imul(a, d) + (middle & 0xffff)) | 0;
  return (imul(b, d) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/**
 * SplitMix64 (Steele, Lea and Flood 2014) in two halves of 32 bits: tokens of a seed, many million in a second. `next`
 * leaves the token in `high` and `low`, as signed numbers.
 */
export class SplitMix64 {
  high = 0;
  low = 0;
  #stateHigh: number;
  #stateLow: number;

  /** @param seed a whole number from 0, below 2^53. */
  constructor(seed: number) {
    this.#stateHigh = (seed / 2 ** 32) | 0;
    this.#stateLow = seed | 0;
  }

  next(): void {
    const stateLow = (this.#stateLow + 0x7f4a7c15) | 0;
    const carry = stateLow >>> 0 < 0x7f4a7c15 ? 1 : 0;
    const stateHigh = (this.#stateHigh + 0x9e3779b9 + carry) | 0;
    this.#stateLow = stateLow;
    this.#stateHigh = stateHigh;
    // Shift by 30, multiply; shift by 27, multiply; shift by 31.
    let low = stateLow ^ ((stateHigh << 2) | (stateLow >>> 30));
    let high = stateHigh ^ (stateHigh >>> 30);
    high = (upperProduct(low, 0x1ce4e5b9) + imul(low, 0xbf58476d) + imul(high, 0x1ce4e5b9)) | 0;
    low = imul(low, 0x1ce4e5b9);
    low ^= (high << 5) | (low >>> 27);
    high ^= high >>> 27;
    high = (upperProduct(low, 0x133111eb) + imul(low, 0x94d049bb) + imul(high, 0x133111eb)) | 0;
    low = imul(low, 0x133111eb);
    this.low = low ^ ((high << 1) | (low >>> 31));
    this.high = high ^ (high >>> 31);
  }

  /** A number from 0, below 1. */
  fraction(): number {
    this.next();
    return ((this.high >>> 0) * 2 ** 21 + (this.low >>> 11)) / 2 ** 53;
  }

  /** The token as 8 bytes, the most significant first. */
  bytes(): Uint8Array {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32BE(this.high, 0);
    bytes.writeInt32BE(this.low, 4);
    return bytes;
  }
}
