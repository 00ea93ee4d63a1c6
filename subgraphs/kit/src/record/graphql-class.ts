import type { FormatName } from '@hub/protocol';
import {
  type Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { SubgraphContext } from '../graphql/context.js';
import { Cost } from '../graphql/cost.js';
import { Format } from '../graphql/format.js';
import type { Right } from '../graphql/rights.js';
import type { FormField } from './form.js';
import { communeCodeDescription, CommuneStub } from '../graphql/stubs.js';

/**
 * The link from records to type-graphql, whose metadata are global in the process: types, enums and resolvers are made
 * from declarations, not from written classes.
 */

/** The type of a field's value, as decorators take it. */
export type TypeOf = Parameters<typeof Field>[0];

/** A field that is a property of its object. */
export interface PlainField {
  readonly property: string;
  readonly type: TypeOf;
  readonly nullable?: boolean;
  readonly description: string;
}

/** An argument of a field: a decorator of a parameter, as `Arg` and `Args` make it, with others that belong to it. */
export type Argument = readonly ReturnType<typeof Arg>[];

/** An argument that chooses among the entries of a list. */
export interface ChosenArgument {
  readonly name: string;
  readonly type: TypeOf;
  readonly description: string;
  readonly format?: FormatName;
}

/** Makes one parameter of a resolver from such arguments: type-graphql loses the formats of single ones. */
export function argumentsOf(name: string, chosen: readonly ChosenArgument[]): Argument {
  const type = namedClass(name);
  for (const { name: argument, type: of, description, format } of chosen) {
    Field(of as never, { nullable: true, description })(type.prototype, argument);
    if (format) Format(format)(type.prototype, argument);
  }
  ArgsType()(type);
  return [Args(() => type)];
}

/** A field with a function that resolves it. */
export interface ResolvedField {
  readonly field: string;
  readonly type: TypeOf;
  readonly nullable?: boolean;
  readonly description: string;
  readonly cost?: number | undefined;
  readonly arguments?: readonly Argument[];
  /** @param parent the object, or undefined for a field of `Query`; then the arguments, in their order. */
  readonly resolve: (context: SubgraphContext, parent: never, ...given: never[]) => unknown;
}

function namedClass(name: string): ClassType {
  return { [name]: class {} }[name] as ClassType;
}

/** Makes an object type from its plain fields. */
export function objectType(
  name: string,
  description: string | undefined,
  fields: readonly PlainField[],
  {
    keys = [],
    right,
    base,
  }: { readonly keys?: readonly string[]; readonly right?: Right | undefined; readonly base?: ClassType } = {},
): ClassType {
  const type = base ? ({ [name]: class extends base {} }[name] as ClassType) : namedClass(name);
  for (const { property, type: of, nullable = false, description: said } of fields)
    Field(of as never, { nullable, description: said })(type.prototype, property);
  ObjectType(name, description === undefined ? {} : { description })(type);
  for (const key of keys) Directive(`@key(fields: "${key}")`)(type);
  right?.(type);
  return type;
}

/** Makes a resolver of an object type's fields, or of `Query`'s fields without a type. */
export function resolverOf(type: ClassType | undefined, fields: readonly ResolvedField[]): new () => object {
  const resolver = namedClass(`${type?.name ?? 'Query'}Resolver`) as new () => object;
  const prototype = resolver.prototype as Record<string, unknown>;
  for (const { field, type: of, nullable = false, description, cost, arguments: given = [], resolve } of fields) {
    const method = type
      ? (parent: never, context: SubgraphContext, ...rest: never[]) => resolve(context, parent, ...rest)
      : (context: SubgraphContext, ...rest: never[]) => resolve(context, undefined as never, ...rest);
    Object.defineProperty(prototype, field, { value: method, configurable: true });
    const before = type ? [Root(), Ctx()] : [Ctx()];
    [...before.map((one): Argument => [one]), ...given].forEach((decorators, index) => {
      for (const decorate of decorators.toReversed()) decorate(prototype, field, index);
    });
    (type ? FieldResolver : Query)(of as never, { nullable, description })(prototype, field, {});
    if (cost !== undefined) Cost(cost)(prototype, field);
  }
  if (type) Resolver(() => type)(resolver);
  else Resolver()(resolver);
  return resolver;
}

/** Makes an input type. */
export function inputType(name: string, description: string, fields: readonly FormField[]): ClassType {
  const type = namedClass(name);
  for (const { field, type: of, nullable = false, description: said, format } of fields) {
    Field(of as never, { nullable, description: said })(type.prototype, field);
    if (format) Format(format)(type.prototype, field);
  }
  InputType(name, { description })(type);
  return type;
}

/** A field of `Mutation`, with the rights that its caller needs. */
export interface MutationField extends ResolvedField {
  readonly rights: readonly Right[];
}

/** Makes a resolver of fields of `Mutation`. */
export function mutationsOf(name: string, fields: readonly MutationField[]): new () => object {
  const resolver = namedClass(name) as new () => object;
  const prototype = resolver.prototype as Record<string, unknown>;
  for (const { field, type, nullable = false, description, cost, arguments: given = [], rights, resolve } of fields) {
    const method = (context: SubgraphContext, ...rest: never[]) => resolve(context, undefined as never, ...rest);
    Object.defineProperty(prototype, field, { value: method, configurable: true });
    [[Ctx()], ...given].forEach((decorators, index) => {
      for (const decorate of decorators.toReversed()) decorate(prototype, field, index);
    });
    Mutation(type as never, { nullable, description })(prototype, field, {});
    for (const right of rights) right(prototype, field);
    if (cost !== undefined) Cost(cost)(prototype, field);
  }
  Resolver()(resolver);
  return resolver;
}

const stubs = new Map<string, { readonly code: string; readonly type: ClassType<{ code: string }> }>([
  ['Commune', { code: communeCodeDescription, type: CommuneStub }],
]);

/**
 * The stub of another organisation's entity: its key and the fields that records add to it.
 * @throws Error where its code already has another description.
 */
export function stubOf(name: string, code: string): ClassType<{ code: string }> {
  const known = stubs.get(name);
  if (known) {
    if (known.code !== code) throw new Error(`Expected the code of ${name} to be described the same wherever it is.`);
    return known.type;
  }
  const key: PlainField = { property: 'code', type: () => ID, description: code };
  const type = objectType(name, undefined, [key], { keys: ['code'] });
  stubs.set(name, { code, type: type as ClassType<{ code: string }> });
  return type as ClassType<{ code: string }>;
}
