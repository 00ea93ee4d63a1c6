import { JsonBytes } from '../../base/json-bytes.js';
import type { JsonObject } from '../../base/json.js';
import type { SameFields, WriteObject } from '../../base/object-writer.js';

const comma = Buffer.from(',');

/** The representations of one variable of a fetch, as the items of a JSON list. */
export interface RepresentationList {
  /** In UTF-8, separated by commas. */
  readonly json: Buffer;
  /** Where each begins in it. */
  readonly starts: readonly number[];
}

/** Writes the representations of one type's entities, and finds equal ones. */
export class EntityWriter {
  #chosen = 0;

  /**
   * @param isSame whether two entities have the same representation, by their values.
   * @param ids read the plain values of a key, all of which are written: any of them, or none, may distinguish
   *   entities.
   */
  constructor(
    readonly write: WriteObject,
    readonly isSame: SameFields,
    private readonly ids: readonly ((entity: JsonObject) => unknown)[],
  ) {}

  /** A value that probably distinguishes the entity; undefined if there is none. */
  idOf(entity: JsonObject): string | undefined {
    const id = this.ids[this.#chosen]?.(entity);
    if (typeof id === 'string') return id;
    // An attacker can predict hashes of numbers, but not of strings.
    return typeof id === 'number' ? `${id}` : undefined;
  }

  /** Uses the next value as the id, because many entities share the present one. */
  chooseNextId(): void {
    this.#chosen = (this.#chosen + 1) % this.ids.length;
  }
}

/**
 * The representations in one variable of a fetch, each once, as JSON for the request. Equal ones are found by the
 * entities' values, or by their bytes if the values do not decide.
 */
export class Representations {
  readonly #json: JsonBytes;
  /** Where each begins. */
  readonly #starts: number[] = [];
  /** The first entity of each representation. */
  readonly #entities: JsonObject[] = [];
  /** The first of each id; those without an id, and later ones with the same id, are found by hash. */
  readonly #byId = new Map<string, number>();
  /** The last of each hash; most lists need none. */
  #byHash: Map<number, number> | undefined;
  /** For each representation, the previous one with the same hash. */
  #previous: Map<number, number> | undefined;
  #leftOut = 0;
  /** How many share an id with a different entity, and the writer of the last of them. */
  #ambiguous = 0;
  #writerOfAmbiguous: EntityWriter | undefined;

  /** @param expected about how many bytes the list will have. */
  constructor(expected: number) {
    this.#json = new JsonBytes(expected);
  }

  get size(): number {
    return this.#starts.length;
  }

  /** How many entities have none, since a key or required field is missing. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** The index of an entity's representation, added if it is new; undefined if it has none. */
  indexOf(entity: JsonObject, writer: EntityWriter): number | undefined {
    const id = writer.idOf(entity);
    const first = id === undefined ? undefined : this.#byId.get(id);
    if (first !== undefined && writer.isSame(this.#entities[first] as JsonObject, entity)) return first;

    const json = this.#json;
    const before = json.length;
    if (this.size > 0) json.constant(comma);
    const start = json.length;
    if (writer.write(entity, json) === 'nothing') {
      json.truncate(before);
      this.#leftOut += 1;
      return undefined;
    }
    if (id !== undefined && first === undefined) {
      this.#byId.set(id, this.size);
      return this.#add(entity, start);
    }
    const known = this.#equalTo(start, first);
    if (known !== undefined) {
      json.truncate(before);
      return known;
    }
    if (first !== undefined) {
      this.#ambiguous += 1;
      this.#writerOfAmbiguous = writer;
    }
    return this.#add(entity, start);
  }

  /** The list; nothing more may be added. */
  toList(): RepresentationList {
    if (2 * this.#ambiguous > this.size) this.#writerOfAmbiguous?.chooseNextId();
    return { json: this.#json.toBuffer(), starts: this.#starts };
  }

  #add(entity: JsonObject, start: number): number {
    this.#entities.push(entity);
    return this.#starts.push(start) - 1;
  }

  /** The representation that equals the one just written, if any; otherwise the new one is indexed. */
  #equalTo(start: number, first: number | undefined): number | undefined {
    const json = this.#json;
    const isEqual = (index: number) => json.endEquals(start, this.#starts[index] as number);
    if (first !== undefined && isEqual(first)) return first;
    const hash = json.endHash(start);
    this.#byHash ??= new Map();
    const last = this.#byHash.get(hash);
    for (let known = last; known !== undefined; known = this.#previous?.get(known)) if (isEqual(known)) return known;
    this.#byHash.set(hash, this.size);
    if (last !== undefined) (this.#previous ??= new Map()).set(this.size, last);
    return undefined;
  }
}
