import { SketchFault } from './sketch-fault.js';

/** Writes bits, the most significant first. */
export class BitWriter {
  #bytes = new Uint8Array(64);
  /** How many bits were written. */
  #length = 0;

  /** Writes the lowest `count` bits of a number; `count` is at most 24. */
  bits(value: number, count: number): void {
    this.#room(count);
    for (let left = count; left > 0;) {
      // As many bits as fit into the current byte.
      const room = 8 - (this.#length & 7);
      const taken = Math.min(room, left);
      const part = (value >>> (left - taken)) & (2 ** taken - 1);
      this.#bytes[this.#length >>> 3]! |= part << (room - taken);
      this.#length += taken;
      left -= taken;
    }
  }

  /** Writes a number from 0 as that many zeros and a one. */
  unary(value: number): void {
    this.#room(value + 1);
    this.#length += value;
    this.bits(1, 1);
  }

  /** Writes a number from 1 as an Elias gamma code. */
  gamma(value: number): void {
    const count = 31 - Math.clz32(value);
    this.unary(count);
    this.bits(value, count);
  }

  /** Writes a number from 0 as a Rice code: the part above its `low` lowest bits in unary, then those bits. */
  rice(value: number, low: number): void {
    this.unary(value >>> low);
    this.bits(value, low);
  }

  /** The written bytes; the last byte is filled up with zeros. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, Math.ceil(this.#length / 8));
  }

  #room(more: number): void {
    const needed = Math.ceil((this.#length + more) / 8);
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

/** Reads the bytes of a `BitWriter`. */
export class BitReader {
  #position = 0;
  readonly #length: number;

  constructor(private readonly bytes: Uint8Array) {
    this.#length = bytes.length * 8;
  }

  /**
   * Reads `count` bits, at most 24, as a number.
   * @throws SketchFault `BAD_BYTES` where there are fewer.
   */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.#next32() >>> (32 - count);
    this.#advance(count);
    return value;
  }

  /**
   * Reads zeros and the one that ends them; returns how many zeros.
   * @throws SketchFault `BAD_BYTES` where no one bit follows.
   */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const ahead = this.#next32();
      if (ahead !== 0) {
        const more = Math.clz32(ahead);
        this.#advance(more + 1);
        return zeros + more;
      }
      this.#advance(32);
      zeros += 32;
    }
  }

  /**
   * Reads a Rice code with `low` low bits, at most 16.
   * @throws SketchFault `BAD_BYTES` where there is none.
   */
  rice(low: number): number {
    const ahead = this.#next32();
    const zeros = Math.clz32(ahead);
    if (zeros + 1 + low > 32) return this.unary() * 2 ** low + this.bits(low);
    this.#advance(zeros + 1 + low);
    // A shift by 32, with no low bits, would not shift.
    return (zeros << low) | (((ahead << (zeros + 1)) >>> 1) >>> (31 - low));
  }

  /**
   * Reads an Elias gamma code.
   * @throws SketchFault `BAD_BYTES` where there is none, or the number has more than 24 bits.
   */
  gamma(): number {
    const count = this.unary();
    if (count > 23) throw new SketchFault('BAD_BYTES', `Expected a number of at most 24 bits, but got ${count + 1}.`);
    return 2 ** count + this.bits(count);
  }

  /**
   * Checks that only the zeros that fill the last byte follow.
   * @throws SketchFault `BAD_BYTES` where other bits do.
   */
  end(): void {
    const left = this.#length - this.#position;
    if (left > 7) throw new SketchFault('BAD_BYTES', `Expected the sketch to end, but ${left >>> 3} bytes follow.`);
    if (this.bits(left) !== 0)
      throw new SketchFault('BAD_BYTES', 'Expected zeros to fill the last byte of the sketch.');
  }

  /** The next 32 bits, with zeros after the end. */
  #next32(): number {
    const first = this.#position >>> 3;
    const shift = this.#position & 7;
    const { bytes } = this;
    // Beyond the end, the value is undefined, which shifts like a zero.
    const word = (bytes[first]! << 24) | (bytes[first + 1]! << 16) | (bytes[first + 2]! << 8) | bytes[first + 3]!;
    return ((word << shift) | (bytes[first + 4]! >>> (8 - shift))) >>> 0;
  }

  #advance(count: number): void {
    this.#position += count;
    if (this.#position > this.#length) {
      throw new SketchFault('BAD_BYTES', `Expected more than ${this.bytes.length} bytes: the sketch is cut off.`);
    }
  }
}
