import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';

/** A value as a normalised cache keeps it: an object that has an id is kept once, and referred to. */
type Kept = Readonly<Record<string, unknown>>;

/** An answer's field that is kept: under the name of the field with its arguments. */
export interface AskedField {
  readonly alias: string;
  /** The field with its arguments, such as `title({"language":"EN"})`. */
  readonly canonical: string;
  readonly selects: readonly AskedField[];
}

/** Two values of one field of one object. */
export interface Contradiction {
  readonly id: string;
  readonly field: string;
  readonly values: readonly unknown[];
}

/** The field by which a type's objects are known; undefined where they are not. */
export function idFieldOf(schema: GraphQLSchema, keys: ReadonlyMap<string, string>, type: string): string | undefined {
  const named = schema.getType(type);
  if (!isObjectType(named)) return undefined;
  const { id } = named.getFields();
  return id && ['ID', 'String'].includes(getNamedType(id.type).name) ? 'id' : keys.get(type);
}

/** A normalised cache, as clients have them, that notes what does not fit instead of taking the newer value. */
export class NormalisedCache {
  readonly #kept = new Map<string, Map<string, unknown>>();
  readonly contradictions: Contradiction[] = [];
  /** How often a field of an object was written that was there before. */
  compared = 0;

  /** @param idField the field by which a type's objects are known; undefined where they are not. */
  constructor(private readonly idField: (type: string) => string | undefined) {}

  /** The ids of a type's objects. */
  idsOf(type: string): string[] {
    return [...this.#kept.keys()].filter((key) => key.startsWith(`${type} `)).map((key) => key.slice(type.length + 1));
  }

  /** Takes in an answer. @param refused whether what stands at a path is null for a reason that `errors` has. */
  take(data: Kept, asked: readonly AskedField[], refused: (path: string) => boolean): void {
    for (const field of asked) this.#value(data[field.alias], field.selects, field.alias, refused);
  }

  #value(value: unknown, asked: readonly AskedField[], path: string, refused: (path: string) => boolean): unknown {
    if (value === null && refused(path)) return undefined;
    if (Array.isArray(value)) return value.map((one, index) => this.#value(one, asked, `${path}.${index}`, refused));
    if (value === null || typeof value !== 'object' || asked.length === 0) return value;
    const object = value as Kept;
    const fields = new Map<string, unknown>();
    for (const { alias, canonical, selects } of asked) {
      if (!(alias in object)) continue;
      const found = this.#value(object[alias], selects, `${path}.${alias}`, refused);
      if (found !== undefined) fields.set(canonical, found);
    }
    const type = String(object['__typename']);
    const id = object[this.idField(type) ?? ''];
    if (typeof id !== 'string') return Object.fromEntries(fields);
    this.#keep(`${type} ${id}`, fields);
    return `-> ${type} ${id}`;
  }

  #keep(id: string, fields: ReadonlyMap<string, unknown>): void {
    let kept = this.#kept.get(id);
    if (!kept) this.#kept.set(id, (kept = new Map<string, unknown>()));
    for (const [field, value] of fields) {
      if (kept.has(field)) {
        this.compared += 1;
        const before = kept.get(field);
        if (!fit(before, value)) this.contradictions.push({ id, field, values: [before, value] });
      }
      kept.set(field, value);
    }
  }
}

/**
 * Whether two values agree in the fields that both have: objects without an id may have been asked for different
 * fields.
 */
function fit(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => fit(item, other[index]));
  }
  if (isRecord(one) && isRecord(other)) {
    return Object.keys(one).every((key) => !(key in other) || fit(one[key], other[key]));
  }
  return one === other || one === undefined || other === undefined;
}

function isRecord(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
