import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { AskedField } from './normalised.js';

/** The material of random operations. */
export interface Pool {
  readonly schema: GraphQLSchema;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** Known codes or ids of a type's objects. */
  readonly known: (type: string) => readonly string[];
  readonly periods: readonly string[];
  readonly days: readonly string[];
  readonly schoolYears: readonly string[];
  /** What is searched for. */
  readonly words: readonly string[];
  /** Whether a type is preferred, where a field leads to it. */
  readonly wants: (type: string) => boolean;
}

/** The type that an argument's value names, by the argument's name, if it is not the field's type. */
const namedBy: Readonly<Record<string, string>> = {
  ...{ goal: 'Goal', organisation: 'Organisation', commune: 'Commune', place: 'Commune', places: 'Commune' },
  ...{ codes: 'Commune', publication: 'Publication', regions: 'Region', branch: 'Branch', team: 'DigitalLiteracyTeam' },
  ...{ supportedBy: 'DigitalLiteracyTeam', servicePoint: 'ServicePoint', group: 'LearningGroup', course: 'Course' },
  ...{ parent: 'Agency', project: 'ResearchProject', schoolClass: 'SchoolClass', audience: 'Audience', role: 'Role' },
  ids: 'Node',
};

/** Cursors are of one list, and of one place in it: chance finds none that is right. */
const cursors = ['after', 'before'];

/** Arguments that name objects of the field's type. */
const own = ['code', 'id'];

/** Makes random operations: some fields of the root, leaves below them, and some fields that lead further. */
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
    const given = this.#given(field);
    if (!given) return undefined;
    const named = getNamedType(field.type);
    const one = isInterfaceType(named) ? this.#possible(named.name, given) : named;
    const selects = isLeafType(one) ? [] : this.#selection(one as GraphQLObjectType, depth);
    if (!isLeafType(one) && selects.length === 0) return undefined;
    const list = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
    const name = alias === field.name ? alias : `${alias}: ${field.name}`;
    const selected = selects.map(({ text }) => text).join(' ');
    const narrowed = one === named ? selected : `... on ${one.name} { ${selected} }`;
    const text = `${name}${list.length > 0 ? `(${list.join(', ')})` : ''}${
      selects.length > 0 ? ` { __typename ${narrowed} }` : ''
    }`;
    const canonical = `${field.name}${list.length > 0 ? JSON.stringify(given) : ''}`;
    return { text, asked: { alias, canonical, selects: selects.map(({ asked }) => asked) } };
  }

  /** Values of a field's arguments; undefined where one that it needs has none. */
  #given(field: GraphQLField<unknown, unknown>): Record<string, string> | undefined {
    const given: Record<string, string> = {};
    for (const argument of field.args) {
      const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isNeeded && argument.name !== 'first' && this.pool.random() < 0.4) continue;
      // `last` can show the objects that `first` leaves out; an operation has only one of them.
      if (argument.name === 'last') {
        if (this.pool.random() < 0.7) continue;
        delete given['first'];
      }
      const value = this.#literal(argument.name, argument.type, getNamedType(field.type).name);
      if (value !== undefined) given[argument.name] = value;
      else if (isNeeded) return undefined;
    }
    return given;
  }

  /** A type that an interface's object may be of: the one that its id names. */
  #possible(name: string, given: Readonly<Record<string, string>>): GraphQLObjectType {
    const { schema } = this.pool;
    const [, byId] = /"(\w+):/.exec(given['id'] ?? given['ids'] ?? '') ?? [];
    const found = byId === undefined ? undefined : schema.getType(byId);
    const all = schema.getPossibleTypes(schema.getType(name) as GraphQLInterfaceType);
    return isObjectType(found) ? found : (this.#one(all) as GraphQLObjectType);
  }

  #selection(type: GraphQLObjectType, depth: number) {
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    const identity = fields.filter(({ name }) => own.includes(name));
    const values = fields.filter((field) => isLeafType(getNamedType(field.type)) && !own.includes(field.name));
    const further = fields.filter((field) => !isLeafType(getNamedType(field.type)));
    const wanted = further.filter((field) => this.#wants(getNamedType(field.type) as GraphQLObjectType));
    const most = depth > 1 ? 3 : 2;
    const led = [...this.#some(wanted, most - 1), ...this.#some(further, most)];
    const chosen = [...this.#some(values, 9), ...(depth > 0 ? [...new Set(led)].slice(0, most) : [])];
    return [
      ...identity.map(({ name }) => ({ text: name, asked: { alias: name, canonical: name, selects: [] } })),
      ...chosen.flatMap((field) => this.#field(field, depth - 1) ?? []),
    ];
  }

  /** Whether a type is preferred, or the pages of it. */
  #wants(type: GraphQLObjectType): boolean {
    const nodes = isObjectType(type) ? type.getFields()['nodes'] : undefined;
    return this.pool.wants(type.name) || (nodes !== undefined && this.pool.wants(getNamedType(nodes.type).name));
  }

  /** A value of an argument, or of a field of an input object. @param of the type of the field that is asked. */
  #literal(name: string, type: GraphQLInputType, of: string): string | undefined {
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (isListType(nullable)) {
      const item = this.#literal(name, nullable.ofType, of);
      return item === undefined ? undefined : `[${item}]`;
    }
    if (isEnumType(nullable)) return this.#one(nullable.getValues())?.name;
    if (!isInputObjectType(nullable)) return this.#valueOf(name, getNamedType(nullable).name, of);
    const all = Object.values(nullable.getFields());
    const parts: string[] = [];
    for (const field of nullable.isOneOf ? this.#some(all, 1) : all) {
      const isNeeded = nullable.isOneOf || isNonNullType(field.type);
      if (!isNeeded && this.pool.random() < 0.5) continue;
      const value = this.#literal(field.name, field.type, of);
      if (value === undefined && isNeeded) return undefined;
      if (value !== undefined) parts.push(`${field.name}: ${value}`);
    }
    return `{ ${parts.join(', ')} }`;
  }

  #valueOf(name: string, type: string, of: string): string | undefined {
    const { random, days, known, periods, schoolYears, words } = this.pool;
    if (name === 'first' || name === 'last') return String(1 + Math.floor(random() * 3));
    if (type === 'Int') return String(Math.floor(random() * 400));
    if (type === 'Boolean') return String(random() < 0.5);
    if (type === 'Period') return quoted(this.#one(periods));
    if (type === 'Date') return quoted(this.#one(days));
    if (type === 'SchoolYear') return quoted(this.#one(schoolYears));
    if (type === 'ID' && !cursors.includes(name))
      return quoted(this.#one(known(own.includes(name) ? of : (namedBy[name] ?? ''))));
    if (type === 'String' && !cursors.includes(name)) return quoted(this.#one(words));
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
