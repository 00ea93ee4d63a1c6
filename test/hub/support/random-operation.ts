import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { AskedField } from './normalised.js';

/** What random operations are made from. */
export interface Pool {
  readonly schema: GraphQLSchema;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** Known codes or ids of a type's objects. */
  readonly known: (type: string) => readonly string[];
  readonly periods: readonly string[];
  readonly days: readonly string[];
}

/** What arguments name, by their names, where it is not the field's own type. */
const namedBy: Readonly<Record<string, string>> = {
  ...{ goal: 'Goal', organisation: 'Organisation', commune: 'Commune', place: 'Commune', places: 'Commune' },
  ...{ codes: 'Commune', publication: 'Publication' },
};

/** Whose arguments are names of the field's own objects. */
const own = ['code', 'id'];

/** A random operation: some fields of the root, all that are values, and some that lead further. */
export class RandomOperation {
  #aliases = 0;

  constructor(private readonly pool: Pool) {}

  /**
   * @param roots how many fields of the root.
   * @param first the first of them, where it is not left to chance.
   */
  make(roots: number, first?: string): { readonly text: string; readonly asked: readonly AskedField[] } {
    const { schema } = this.pool;
    const all = (schema.getQueryType() as GraphQLObjectType).getFields();
    const begins = first === undefined ? undefined : all[first];
    const chosen = [...(begins ? [begins] : []), ...this.#some(Object.values(all), begins ? roots - 1 : roots)];
    const made = chosen.flatMap((field) => this.#field(field, 3, `f${(this.#aliases += 1)}`) ?? []);
    return { text: `{ ${made.map(({ text }) => text).join(' ')} }`, asked: made.map(({ asked }) => asked) };
  }

  #field(
    field: GraphQLField<unknown, unknown>,
    depth: number,
    alias = field.name,
  ): { readonly text: string; readonly asked: AskedField } | undefined {
    const given: Record<string, string> = {};
    for (const argument of field.args) {
      const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isNeeded && argument.name !== 'first' && this.pool.random() < 0.4) continue;
      const value = this.#argument(argument, getNamedType(field.type).name);
      if (value !== undefined) given[argument.name] = value;
      else if (isNeeded) return undefined;
    }
    const named = getNamedType(field.type);
    const selects = isLeafType(named) ? [] : this.#selection(named as GraphQLObjectType, depth);
    if (!isLeafType(named) && selects.length === 0) return undefined;
    const list = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
    const name = alias === field.name ? alias : `${alias}: ${field.name}`;
    const text = `${name}${list.length > 0 ? `(${list.join(', ')})` : ''}${
      selects.length > 0 ? ` { __typename ${selects.map((one) => one.text).join(' ')} }` : ''
    }`;
    const canonical = `${field.name}${list.length > 0 ? JSON.stringify(given) : ''}`;
    return { text, asked: { alias, canonical, selects: selects.map(({ asked }) => asked) } };
  }

  #selection(type: GraphQLObjectType, depth: number) {
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    const identity = fields.filter(({ name }) => own.includes(name));
    const values = fields.filter((field) => isLeafType(getNamedType(field.type)) && !own.includes(field.name));
    const further = fields.filter((field) => !isLeafType(getNamedType(field.type)));
    const chosen = [...this.#some(values, 9), ...(depth > 0 ? this.#some(further, depth > 1 ? 3 : 2) : [])];
    return [
      ...identity.map(({ name }) => ({ text: name, asked: { alias: name, canonical: name, selects: [] } })),
      ...chosen.flatMap((field) => this.#field(field, depth - 1) ?? []),
    ];
  }

  #argument({ name, type }: GraphQLArgument, of: string): string | undefined {
    const nullable = isNonNullType(type) ? type.ofType : type;
    const named = getNamedType(type);
    const value = this.#valueOf(name, named.name, of);
    const text = isEnumType(named) ? this.#one(named.getValues())?.name : value;
    return text !== undefined && isListType(nullable) ? `[${text}]` : text;
  }

  #valueOf(name: string, type: string, of: string): string | undefined {
    if (name === 'first') return String(1 + Math.floor(this.pool.random() * 3));
    if (type === 'Boolean') return String(this.pool.random() < 0.5);
    if (type === 'Period') return quoted(this.#one(this.pool.periods));
    if (type === 'Date') return quoted(this.#one(this.pool.days));
    if (type === 'ID') return quoted(this.#one(this.pool.known(own.includes(name) ? of : (namedBy[name] ?? ''))));
    return undefined;
  }

  #one<T>(all: readonly T[]): T | undefined {
    return all[Math.floor(this.pool.random() * all.length)];
  }

  #some<T>(all: readonly T[], most: number): T[] {
    const left = [...all];
    const chosen: T[] = [];
    while (left.length > 0 && chosen.length < most) {
      chosen.push(...left.splice(Math.floor(this.pool.random() * left.length), 1));
    }
    return chosen;
  }
}

function quoted(value: string | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
