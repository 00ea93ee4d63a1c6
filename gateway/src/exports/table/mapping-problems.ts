import {
  type DocumentNode,
  getNamedType,
  getNullableType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql';
import type { CellFormat, Mapping, ValueMapping } from './mapping.js';
import { pathParts } from './path.js';
import { rootShape, type Shape, shapeAt } from '@hub/protocol';

/** The types of values for each format; a format that is not listed takes any leaf. */
const typesOf: Readonly<Partial<Record<CellFormat, readonly string[]>>> = {
  integer: ['Int'],
  number: ['Int', 'Float'],
  percent: ['Int', 'Float'],
  date: ['Date'],
  time: ['DateTime', 'DateTimeISO'],
  yesNo: ['Boolean'],
};

/**
 * The faults of a mapping against its operations.
 * @param rows the operation that returns the rows.
 * @param about the operation that returns the metadata; undefined if there is none.
 * @param schema the one that callers see.
 */
export function mappingProblems(
  mapping: Mapping,
  { rows, about }: { readonly rows: OperationDefinitionNode; readonly about: OperationDefinitionNode | undefined },
  document: DocumentNode,
  schema: GraphQLSchema,
): string[] {
  const root = rootShape(rows, document, schema);
  const lists = listsOn(root, mapping.rows);
  if (typeof lists === 'string') return [`rows: ${lists}`];
  const { place, pages, columns, about: told } = mapping;
  return [
    ...(pages === undefined ? [] : pageProblems(root, pages)),
    ...columns.flatMap((one) => valueProblems(`columns.${one.key}`, one, lists)),
    ...(place ? [pathProblem('place.id', place.id, lists), pathProblem('place.geometry', place.geometry, lists)] : []),
    ...aboutProblems(told, about && rootShape(about, document, schema)),
  ].filter((one) => one !== undefined);
}

function pageProblems(root: Shape, pages: string): string[] {
  return ['hasNextPage', 'endCursor'].flatMap((name) => {
    const found = shapeAt(root, [...pathParts(pages).steps, 'pageInfo', name]);
    return found ? [] : [`pages: expected ${pages} to select pageInfo { hasNextPage endCursor }`];
  });
}

function aboutProblems({ demonstration, facts, lists }: Mapping['about'], root: Shape | undefined): string[] {
  if (!root) {
    const isTold = demonstration !== undefined || facts.length > 0 || lists.length > 0;
    return isTold ? ['about: expected a query about the file in the document'] : [];
  }
  const ofLists = lists.flatMap(({ rows, columns }, index) => {
    const found = listsOn(root, rows);
    if (typeof found === 'string') return [`about.lists.${index}: ${found}`];
    return columns.flatMap((one) => valueProblems(`about.lists.${index}`, one, found));
  });
  const flag = demonstration === undefined ? undefined : pathProblem('about.demonstration', demonstration, [root]);
  return [
    ...(flag === undefined ? [] : [flag]),
    ...facts.flatMap((one) => valueProblems('about.facts', one, [root])),
    ...ofLists,
  ];
}

/** @param lists the types of the entries of the enclosing lists, the root first. */
function valueProblems(where: string, mapping: ValueMapping, lists: readonly Shape[]): string[] {
  const found = shapeOf(mapping.value, lists);
  const beside = mapping.absentWhen.map(({ value }) => pathProblem(where, value, lists));
  const problem = pathProblem(where, mapping.value, lists);
  const type = found?.type && getNamedType(found.type);
  const allowed = typesOf[mapping.format];
  const unfit = type && allowed && !allowed.includes(type.name);
  return [
    problem,
    unfit ? `${where}: expected ${allowed.join(' or ')} for ${mapping.format}, got ${type.name}` : undefined,
    ...beside,
  ].filter((one) => one !== undefined);
}

function pathProblem(where: string, path: string, lists: readonly Shape[]): string | undefined {
  const found = shapeOf(path, lists);
  if (!found?.type) return `${where}: expected a field that the query selects, got ${path}`;
  return isLeafType(getNamedType(found.type)) ? undefined : `${where}: expected a field without fields, got ${path}`;
}

function shapeOf(path: string, lists: readonly Shape[]): Shape | undefined {
  const { fromRoot, outwards, steps } = pathParts(path);
  const from = fromRoot ? lists[0] : lists[lists.length - 1 - outwards];
  return from && shapeAt(from, steps);
}

/** The root, and the entry types of each list on the path; or the fault of the path. */
function listsOn(root: Shape, path: string): Shape[] | string {
  const { steps } = pathParts(path);
  const found = [root];
  let shape: Shape | undefined = root;
  for (const step of steps) {
    shape = shape.below.get(step);
    if (!shape) return `expected a list that the query selects, got ${path}`;
    if (isListType(getNullableType(shape.type))) found.push(shape);
  }
  return isListType(getNullableType(shape.type)) ? found : `expected a list, got ${path}`;
}
