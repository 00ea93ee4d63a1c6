import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** An order or a filter of a list that may reveal values of its rows. */
export interface Oracle {
  /** The list, as `Type.field`. */
  readonly list: string;
  readonly argument: string;
  readonly values: readonly string[];
  /** A field below the list. If the caller may see it, the argument reveals nothing new. */
  readonly reveals: string;
}

export const oracle = (list: string, argument: string, values: readonly string[], reveals: string): Oracle => ({
  ...{ list, argument, values, reveals },
});

/** Arguments for the number, the start, the language or the time of rows: they choose no rows by their content. */
const choosing = new Set([
  'first',
  'after',
  'last',
  'before',
  'language',
  'period',
  'on',
  'from',
  'until',
  'to',
  'step',
  'places',
  'asKnownOn',
]);

/**
 * Arguments that are no filters: `publication` names releases, and a caller with access to the field may also ask for
 * the figures; `audience` names the whole list; `overlap` and `revisions` are about one place; `ids` name objects, each
 * with its own access rule; `endingWithin` is a number of days, of agreements that everyone may read; `since` is a place
 * to begin at, as `after` is.
 */
const noFilters = new Set([
  'Goal.progressByCommune(publication)',
  'GoalProgress.breaksSince(publication)',
  'Query.agreements(endingWithin)',
  'Query.denominators(audience)',
  'Query.denominators(place)',
  'Goal.overlap(commune)',
  'Goal.revisions(commune)',
  'Caller.purposesOfRole(role)',
  'Query.nodes(ids)',
  'Query.figuresChanged(since)',
]);

export const schema = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));

/** The type of the rows of a list. */
function nodeOf({ type }: GraphQLField<unknown, unknown>): GraphQLObjectType | undefined {
  const named = getNamedType(type);
  if (!isObjectType(named)) return undefined;
  const nodes = named.getFields()['nodes'];
  const node = nodes ? getNamedType(nodes.type) : named;
  return isObjectType(node) ? node : undefined;
}

interface ListArgument {
  readonly type: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly argument: GraphQLArgument;
}

/** Every argument of a list that may choose rows by their content. */
function everyArgument(): ListArgument[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
      if (!isList && !/Connection$|^Anomalies$/.test(getNamedType(field.type).name)) return [];
      return field.args
        .filter(({ name }) => !choosing.has(name) && !noFilters.has(`${type.name}.${field.name}(${name})`))
        .map((argument) => ({ type: type.name, field, argument }));
    });
  });
}

/** The sample values of filters, by type. */
const samples: Readonly<Record<string, string>> = {
  ...{ Boolean: 'true', ID: '"14845"', Date: '"2026-09-01"', Period: '"2026-09"', SchoolYear: '"2026-2027"' },
};

/**
 * The filters and orders that follow from the fields of records, each with the field that it may reveal: the field of
 * the same name, or the field behind a filter by days or an order.
 */
function derivedOracles(): Oracle[] {
  return everyArgument().flatMap(({ type, field, argument }): Oracle[] => {
    const node = nodeOf(field);
    const list = `${type}.${field.name}`;
    if (!node) return [];
    const kind = getNamedType(argument.type);
    const values = isEnumType(kind) ? kind.getValues().map(({ name }) => name) : [samples[kind.name] ?? ''];
    if (argument.name === 'orderBy') {
      return values.flatMap((value) => {
        const column = value.replace(/_(ASC|DESC)$/, '').toLowerCase();
        const shown = revealed(
          node,
          column.replaceAll(/_([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase()),
        );
        return shown === undefined ? [] : [oracle(list, 'orderBy', [value], shown)];
      });
    }
    const shown = revealed(node, argument.name) ?? revealed(node, argument.name.replace(/(From|Until)$/, ''));
    const [value = ''] = values;
    return shown === undefined || value === ''
      ? []
      : [oracle(list, argument.name, [isListType(argument.type) ? `[${value}]` : value], shown)];
  });
}

/** The selection of a field of a record. */
function revealed(node: GraphQLObjectType, name: string): string | undefined {
  const field = node.getFields()[name];
  if (!field) return undefined;
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return name;
  return 'code' in type.getFields() ? `${name} { code }` : undefined;
}

/** The given oracles, and derived oracles for all other arguments. */
export function withDerived(oracles: readonly Oracle[]): readonly Oracle[] {
  const known = new Set(oracles.map(({ list, argument }) => `${list}(${argument})`));
  return [...oracles, ...derivedOracles().filter(({ list, argument }) => !known.has(`${list}(${argument})`))];
}

/** The orders and filters of the graph's lists that none of these judges. */
export function unjudged(oracles: readonly Oracle[]): string[] {
  const known = new Set(oracles.map(({ list, argument }) => `${list}(${argument})`));
  return everyArgument()
    .map(({ type, field, argument }) => `${type}.${field.name}(${argument.name})`)
    .filter((name) => !known.has(name));
}
