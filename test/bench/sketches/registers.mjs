/**
 * The sketches that ExaLogLog (Ertl 2025) has as special cases, with maximum likelihood: registers that keep the greatest
 * update value and which of the `d` values below it occurred; 2^t update values for each factor of two.
 * HyperLogLog is (0, 0), UltraLogLog (0, 2), ExaLogLog (2, 20). Only for comparison.
 */
import { deflateRawSync } from 'node:zlib';

export class Registers {
  /** @param bits how many bits a register has when it is written. */
  constructor(precision, t, d, bits) {
    Object.assign(this, { precision, t, d, bits });
    this.greatest = new Uint8Array(2 ** precision);
    this.below = new Int32Array(2 ** precision);
  }

  add(high, low) {
    const row = high >>> (32 - this.precision);
    const value = (Math.clz32(low | 1) << this.t) + (high & ((1 << this.t) - 1)) + 1;
    const behind = value - this.greatest[row];
    if (behind > 0) {
      // Bit i - 1 says whether the value that is i below the greatest occurred.
      const former = this.greatest[row] === 0 ? 0 : (this.below[row] << 1) | 1;
      const known = behind > this.d ? 0 : behind === 1 ? former : former << (behind - 1);
      this.below[row] = this.d === 0 ? 0 : known & (2 ** this.d - 1);
      this.greatest[row] = value;
    } else if (behind < 0 && -behind <= this.d) {
      this.below[row] |= 1 << (-behind - 1);
    }
  }

  estimate() {
    const last = 32 << this.t;
    const shares = Array.from({ length: last + 1 }, (_, value) =>
      value === 0 ? 0 : 2 ** -(this.t + Math.min(((value - 1) >> this.t) + 1, 31)),
    );
    const set = new Array(last + 1).fill(0);
    const above = new Array(last + 2).fill(0);
    for (let value = last; value > 0; value--) above[value] = above[value + 1] + shares[value];
    let unset = 0;
    for (const [row, greatest] of this.greatest.entries()) {
      unset += above[greatest + 1];
      if (greatest > 0) set[greatest]++;
      for (let below = 1; below <= this.d && below < greatest; below++) {
        if ((this.below[row] >>> (below - 1)) & 1) set[greatest - below]++;
        else unset += shares[greatest - below];
      }
    }
    if (set.every((count) => count === 0)) return 0;
    const weight = set.reduce((sum, count, value) => sum + count * shares[value], 0);
    let density = set.reduce((sum, count) => sum + count, 0) / (unset + weight / 2);
    for (let step = 0; step < 100; step++) {
      let [score, slope] = [-unset, 0];
      for (const [value, count] of set.entries()) {
        const grown = Math.expm1(density * shares[value]);
        if (count === 0 || grown === Infinity) continue;
        score += (count * shares[value]) / grown;
        slope += (count * shares[value] ** 2 * (grown + 1)) / grown ** 2;
      }
      const more = score / slope;
      if (!(more > density * 1e-10)) break;
      density += more;
    }
    return density * 2 ** this.precision;
  }

  /** The bytes of all registers, packed, and of the same deflated. */
  sizes() {
    const packed = Math.ceil((this.greatest.length * this.bits) / 8);
    const parts = [this.greatest, ...(this.d > 0 ? [new Uint8Array(this.below.buffer)] : [])];
    return { packed, deflated: parts.reduce((sum, part) => sum + deflateRawSync(part, { level: 9 }).length, 0) };
  }
}
