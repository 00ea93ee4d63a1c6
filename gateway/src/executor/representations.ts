import type { JsonObject } from './json.js';

/**
 * The representations that one variable of a fetch holds, each once. They are JSON text, which is what the wire needs.
 * Equal ones are known by what their entities have as a key, and by their whole text only where that does not tell
 * them apart: a text that is never compared is copied once, into the request.
 */
export class Representations {
  readonly #texts: string[] = [];
  /** Whom each was written for. */
  readonly #entities: JsonObject[] = [];
  readonly #byText = new Map<string, number>();
  readonly #byKey = new Map<EntityWriter, Map<unknown, number>>();
  #list = '';

  get size(): number {
    return this.#texts.length;
  }

  /** The index of an entity's representation, added where it is new; undefined where it has none. */
  indexOf(entity: JsonObject, writer: EntityWriter): number | undefined {
    const key = writer.key?.(entity);
    if (key === undefined || key === null || typeof key === 'object') {
      return this.#indexOfText(entity, writer.write(entity));
    }
    let byKey = this.#byKey.get(writer);
    if (!byKey) this.#byKey.set(writer, (byKey = new Map<unknown, number>()));
    const known = byKey.get(key);
    if (known !== undefined && writer.isSame?.(this.#entities[known] as JsonObject, entity)) return known;
    const text = writer.write(entity);
    if (known !== undefined) return this.#texts[known] === text ? known : this.#indexOfText(entity, text);
    if (text === undefined) return undefined;
    const index = this.#add(entity, text);
    byKey.set(key, index);
    return index;
  }

  /** The list, as JSON in UTF-8. */
  toBytes(): Buffer {
    return Buffer.from(`[${this.#list}]`);
  }

  #indexOfText(entity: JsonObject, text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const index = this.#add(entity, text);
    this.#byText.set(text, index);
    return index;
  }

  #add(entity: JsonObject, text: string): number {
    this.#list += this.#texts.length === 0 ? text : `,${text}`;
    this.#entities.push(entity);
    return this.#texts.push(text) - 1;
  }
}

/** Writes the representations of one type's entities. */
export interface EntityWriter {
  /**
   * What tells entities apart, and few others of their type have: a leaf, or some of them as a text. Undefined, null
   * or an object where an entity has none.
   */
  readonly key?: ((entity: JsonObject) => unknown) | undefined;
  /**
   * Whether entities of equal keys have equal representations, as their values show; absent where only the texts tell.
   */
  readonly isSame?: ((one: JsonObject, other: JsonObject) => boolean) | undefined;
  /** The representation as JSON text; undefined where the subgraph cannot be asked about the entity. */
  readonly write: (entity: JsonObject) => string | undefined;
}
