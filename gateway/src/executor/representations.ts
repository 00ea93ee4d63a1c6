import { JsonBytes } from './json-bytes.js';
import type { JsonObject } from './json.js';
import type { WriteObject } from './object-writer.js';

const comma = Buffer.from(',');
const close = Buffer.from(']');

/** The representations that one variable of a fetch holds, each once, as the JSON list that the wire needs. */
export class Representations {
  readonly #json: JsonBytes;
  /** Where each begins. */
  readonly #starts: number[] = [];
  /** By hash, the last of that hash. */
  readonly #byHash = new Map<number, number>();
  /** For each, the one before it of the same hash. */
  readonly #previous: (number | undefined)[] = [];

  /** @param expected about how many bytes the list will have. */
  constructor(expected: number) {
    this.#json = new JsonBytes(expected);
    this.#json.constant(Buffer.from('['));
  }

  get size(): number {
    return this.#starts.length;
  }

  /** The index of an entity's representation, added where it is new; undefined where it has none. */
  indexOf(entity: JsonObject, write: WriteObject): number | undefined {
    const json = this.#json;
    const before = json.length;
    if (this.size > 0) json.constant(comma);
    const start = json.length;
    json.takeHash();
    if (write(entity, json) === 'nothing') {
      json.truncate(before);
      return undefined;
    }
    const hash = json.takeHash();
    const last = this.#byHash.get(hash);
    for (let known = last; known !== undefined; known = this.#previous[known]) {
      if (!json.endEquals(start, this.#starts[known] as number)) continue;
      json.truncate(before);
      return known;
    }
    this.#byHash.set(hash, this.size);
    this.#previous.push(last);
    return this.#starts.push(start) - 1;
  }

  /** The list; nothing more may be added. */
  toBuffer(): Buffer {
    this.#json.constant(close);
    return this.#json.toBuffer();
  }
}
