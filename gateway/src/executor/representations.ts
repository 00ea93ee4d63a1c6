import type { JsonObject } from './json.js';

/**
 * The representations that one variable of a fetch holds, each once. They are JSON text, which is what the wire needs
 * and by which equal ones are known; where a key is one plain field, its value is enough to know one.
 */
export class Representations {
  readonly #texts: string[] = [];
  readonly #byText = new Map<string, number>();
  readonly #byKey = new Map<string, Map<unknown, number>>();

  get size(): number {
    return this.#texts.length;
  }

  /** The index of an entity's representation, added where it is new; undefined where it has none. */
  indexOf(entity: JsonObject, { key, write }: EntityWriter): number | undefined {
    if (key === undefined) return this.#indexOfText(write(entity));
    const type = entity['__typename'] as string;
    const value = key(entity);
    let ofType = this.#byKey.get(type);
    if (!ofType) this.#byKey.set(type, (ofType = new Map<unknown, number>()));
    const known = ofType.get(value);
    if (known !== undefined || typeof value === 'object') return known ?? this.#indexOfText(write(entity));
    const index = this.#indexOfText(write(entity));
    if (index !== undefined) ofType.set(value, index);
    return index;
  }

  /** The list, as JSON. */
  toJSONText(): string {
    return `[${this.#texts.join(',')}]`;
  }

  #indexOfText(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const index = this.#texts.push(text) - 1;
    this.#byText.set(text, index);
    return index;
  }
}

/** Writes the representations of one type's entities. */
export interface EntityWriter {
  /** Reads the only field of the representation but `__typename`, where it has no other. */
  readonly key?: ((entity: JsonObject) => unknown) | undefined;
  /** The representation as JSON text; undefined where the subgraph cannot be asked about the entity. */
  readonly write: (entity: JsonObject) => string | undefined;
}
