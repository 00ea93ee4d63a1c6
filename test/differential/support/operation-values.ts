import {
  type GraphQLInputField,
  type GraphQLInputType,
  GraphQLNonNull,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from '../../../subgraphs/demo/src/random.js';
import { customScalar } from './world.js';

interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly definition: string;
  /** Whether a client may leave it out. */
  readonly optional: boolean;
}

/** Makes the values in an operation, and the variables that stand for some of them. */
export class OperationValues {
  readonly #variables: Variable[] = [];

  /** @param firstName begins the first variable's name, so that it can clash with a variable of the planner. */
  constructor(
    private readonly random: Random,
    private readonly firstName: string,
  ) {}

  /** The variables as an operation declares them. */
  get definitions(): string[] {
    return this.#variables.map(({ definition }) => definition);
  }

  /** What a client sends for the variables. */
  given(random: Random): Record<string, unknown> {
    const given = this.#variables.filter(({ optional }) => !optional || random.chance(0.6));
    return Object.fromEntries(given.map(({ name, type }) => [name, json(random, type, 0)]));
  }

  /** A variable of a type: one that is there already, or a new one. */
  variable(type: GraphQLInputType): string {
    const known = this.#variables.filter((each) => String(each.type) === String(type));
    if (known.length > 0 && this.random.chance(0.4)) return `$${this.random.pick(known).name}`;
    const count = this.#variables.length;
    const name = `${count === 0 ? this.firstName : 'v'}${count}`;
    const declared = !isNonNullType(type) && this.random.chance(0.25) ? new GraphQLNonNull(type) : type;
    const byDefault = this.random.chance(0.4) ? ` = ${this.#constant(declared)}` : '';
    const optional = byDefault !== '' || !isNonNullType(declared);
    this.#variables.push({ name, type: declared, definition: `$${name}: ${String(declared)}${byDefault}`, optional });
    return `$${name}`;
  }

  /** A value of a type in the syntax of an operation, possibly with variables in it. */
  literal(type: GraphQLInputType): string {
    return this.#literal(type, 0, (inner) => (this.random.chance(0.15) ? this.variable(inner) : undefined));
  }

  #constant(type: GraphQLInputType): string {
    return this.#literal(type, 0, () => undefined);
  }

  #literal(type: GraphQLInputType, depth: number, instead: Instead): string {
    const other = depth > 0 ? instead(type) : undefined;
    if (other !== undefined) return other;
    if (isNonNullType(type)) return this.#present(type.ofType, depth, instead);
    return this.random.chance(0.1) ? 'null' : this.#present(type, depth, instead);
  }

  #present(type: GraphQLInputType, depth: number, instead: Instead): string {
    const { random } = this;
    if (isListType(type)) {
      const item = type.ofType;
      // A single value stands for a list of one.
      if (random.chance(0.1) && !isListType(item))
        return this.#present(isNonNullType(item) ? item.ofType : item, depth, instead);
      const items = Array.from({ length: random.integer(0, 3) }, () => this.#literal(item, depth + 1, instead));
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields())
        .filter((each) => isGiven(random, each, depth))
        .map((each) => `${each.name}: ${this.#literal(each.type, depth + 1, instead)}`);
      return `{ ${fields.join(', ')} }`;
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (String(type) === customScalar) return random.pick(['1', '"x"', '{ a: [true, null], b: E }', '[1.5, {}]']);
    return JSON.stringify(presentJson(random, type, 0));
  }
}

/** Gives a text in place of a written value; undefined if the value is written out. */
type Instead = (type: GraphQLInputType) => string | undefined;

function isGiven(random: Random, { type, defaultValue }: GraphQLInputField, depth: number): boolean {
  if (isNonNullType(type) && defaultValue === undefined) return true;
  return isInputObjectType(type) ? depth < 2 && random.chance(0.3) : random.chance(0.5);
}

function json(random: Random, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return presentJson(random, type.ofType, depth);
  return random.chance(0.15) ? null : presentJson(random, type, depth);
}

function presentJson(random: Random, type: GraphQLInputType, depth: number): unknown {
  if (isListType(type)) {
    return Array.from({ length: random.integer(0, 3) }, () => json(random, type.ofType, depth + 1));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((each) => isGiven(random, each, depth));
    return Object.fromEntries(fields.map((each) => [each.name, json(random, each.type, depth + 1)]));
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  switch (String(type)) {
    case 'Int':
      return random.integer(-3, 99);
    case 'Float':
      return random.pick([1, 2.5, -0.25]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.pick(['x', 'y', '1']);
    case 'String':
      return random.pick(['', 'word', 'a "b"', '$v0', 'ü']);
    default:
      return random.pick<unknown>([1, 'x', [1, { a: null }], { b: [] }]);
  }
}
