const { imul } = Math;

/** A random seed of each process: an attacker cannot make values with equal hashes. */
const seed = Math.trunc(Math.random() * 0x1_0000_0000);

const [trueBytes, falseBytes] = [Buffer.from('true'), Buffer.from('false')];

/**
 * Writes JSON piece by piece as UTF-8. A request to a subgraph is never a string, so it needs no joining, escaping or
 * encoding later, and leaves no garbage.
 */
export class JsonBytes {
  #bytes: Buffer;
  #length = 0;

  /** @param expected the approximate size in bytes. */
  constructor(expected = 256) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  /** The number of bytes written. */
  get length(): number {
    return this.#length;
  }

  /** A hash (FNV-1a) of the bytes from `end` on. */
  endHash(end: number): number {
    const bytes = this.#bytes;
    let hash = seed;
    for (let i = end; i < this.#length; i++) hash = imul(hash ^ (bytes[i] as number), 0x01000193);
    return hash;
  }

  /** Removes the bytes after `length`. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** Whether the bytes from `end` on equal the bytes at `other`. */
  endEquals(end: number, other: number): boolean {
    const bytes = this.#bytes;
    for (let i = end, j = other; i < this.#length; i++, j++) if (bytes[i] !== bytes[j]) return false;
    return true;
  }

  /** Writes bytes that are JSON already. */
  constant(json: Uint8Array): void {
    const { length } = json;
    const bytes = this.#withRoom(length);
    const from = this.#length;
    for (let i = 0; i < length; i++) bytes[from + i] = json[i] as number;
    this.#length = from + length;
  }

  /** Writes a leaf value of `JSON.parse`, or any other value as `JSON.stringify` does. */
  leaf(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'boolean') this.constant(value ? trueBytes : falseBytes);
    else this.#text(typeof value === 'number' ? `${value}` : JSON.stringify(value));
  }

  /** The bytes written. Write nothing afterwards. */
  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #string(value: string): void {
    const { length } = value;
    const bytes = this.#withRoom(3 * length + 2);
    let at = this.#length;
    bytes[at++] = 0x22;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code < 0x80) {
        if (code < 0x20 || code === 0x22 || code === 0x5c) {
          this.#text(JSON.stringify(value));
          return;
        }
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        this.#text(JSON.stringify(value));
        return;
      }
    }
    bytes[at++] = 0x22;
    this.#length = at;
  }

  #text(json: string): void {
    const { length } = json;
    const bytes = this.#withRoom(3 * length);
    const from = this.#length;
    for (let i = 0; i < length; i++) {
      const code = json.charCodeAt(i);
      bytes[from + i] = code;
      if (code < 0x80) continue;
      this.#length += bytes.write(json, from);
      return;
    }
    this.#length = from + length;
  }

  #withRoom(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * needed);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
