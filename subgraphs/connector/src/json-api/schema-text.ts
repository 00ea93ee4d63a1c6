import { parse, print } from 'graphql';
import type { NumbersSettings } from '../upstream/upstream-settings.js';
import type { ApiDeclaration, ApiField, ApiList, ApiValue } from './declaration.js';

/** The most objects of a page, and the default. */
export const mostOfPage = 500;
export const usualOfPage = 20;

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requiresScopes"])`;

const pageInfo = `"""Where a page stands in its list (vị trí của trang)."""
type PageInfo @shareable {
  """Whether more follow this page."""
  hasNextPage: Boolean!
  """Whether the page began after a cursor."""
  hasPreviousPage: Boolean!
  """The first node's cursor."""
  startCursor: String
  """The last node's cursor."""
  endCursor: String
}`;

/**
 * The schema of declared records of a JSON API: a type for each, a connection for each list, stubs of other
 * organisations' entities.
 */
export function schemaTextOf(declared: readonly ApiDeclaration[]): string {
  const lists = declared.flatMap(({ name, lists: own }) =>
    Object.entries(own).map(([field, list]) => ({ of: name, field, list })),
  );
  const atRoot = lists.filter(({ list }) => !list.on);
  const own = new Set(declared.map(({ name }) => name));
  const stubs = new Map<string, string>();
  for (const { fields } of declared)
    for (const field of Object.values(fields)) if ('entity' in field) stubs.set(field.entity, field.key);
  for (const { list } of lists) if (list.on) stubs.set(list.on.entity, list.on.key);
  const parts = [
    link,
    ...(atRoot.length > 0 ? [`type Query {\n${atRoot.map(listText).join('\n')}\n}`] : []),
    ...declared.flatMap((one) => typesOf(one, lists)),
    ...[...stubs].flatMap(([name, key]) => (own.has(name) ? [] : [stubText(name, key, lists)])),
    ...(lists.length > 0 ? [pageInfo] : []),
    ...[...new Set(lists.map(({ of }) => of))].map((name) => connectionText(name, declared)),
  ];
  return `${print(parse(parts.join('\n\n')))}\n`;
}

/** The meaning of each number in declared records. */
export function numbersOf(declared: readonly ApiDeclaration[]): NumbersSettings {
  const numbers = declared.flatMap(({ name, fields }) =>
    Object.entries(fields).flatMap(([field, one]) => {
      if ('type' in one) return [{ coordinate: `${name}.${field}`, counts: one.counts }];
      if (!('object' in one)) return [];
      return Object.entries(one.fields).map(([inner, { counts }]) => ({
        coordinate: `${one.object}.${inner}`,
        counts,
      }));
    }),
  );
  const of = (kind: 'people' | 'other') =>
    numbers.flatMap(({ coordinate, counts }) => (counts === kind ? [coordinate] : []));
  return { people: of('people'), other: of('other') };
}

interface PlacedList {
  readonly of: string;
  readonly field: string;
  readonly list: ApiList;
}

function typesOf({ name, description, scopes, key, fields }: ApiDeclaration, lists: readonly PlacedList[]): string[] {
  const nested = Object.values(fields).flatMap((field) => ('object' in field ? [field] : []));
  const own = Object.entries(fields).map(([field, one]) => fieldText(field, one, field === key));
  const listed = lists.filter(({ list }) => list.on?.entity === name).map(listText);
  return [
    `${quoted(description)}\ntype ${name} @key(fields: "${key}")${rightText(scopes)} {\n${[...own, ...listed].join('\n')}\n}`,
    ...nested.map(({ object, description: said, fields: inner }) => {
      const texts = Object.entries(inner).map(([field, one]) => fieldText(field, one, false));
      return `${quoted(said)}\ntype ${object} {\n${texts.join('\n')}\n}`;
    }),
  ];
}

function fieldText(name: string, field: ApiField, isKey: boolean): string {
  const type = 'type' in field ? valueType(field, isKey) : 'entity' in field ? field.entity : objectType(field);
  return `${quoted(field.description)}\n${name}: ${type}`;
}

function valueType({ type, list, required }: ApiValue, isKey: boolean): string {
  return `${list ? `[${type}!]` : type}${required || isKey ? '!' : ''}`;
}

function objectType({ object, list }: { readonly object: string; readonly list: boolean }): string {
  return list ? `[${object}!]` : object;
}

function stubText(name: string, key: string, lists: readonly PlacedList[]): string {
  const listed = lists.filter(({ list }) => list.on?.entity === name).map(listText);
  const resolvable = listed.length > 0 ? '' : ', resolvable: false';
  return `type ${name} @key(fields: "${key}"${resolvable}) {\n${[`"""Its code."""\n${key}: ID!`, ...listed].join('\n')}\n}`;
}

function listText({ of, field, list }: PlacedList): string {
  const taken = [
    `"""How many at most (tối đa bao nhiêu), 0 to ${mostOfPage}."""\nfirst: Int = ${usualOfPage}`,
    `"""The cursor to go on after (sau con trỏ này)."""\nafter: String`,
    ...Object.entries(list.arguments).map(
      ([name, { type, description, required }]) => `${quoted(description)}\n${name}: ${type}${required ? '!' : ''}`,
    ),
  ];
  return `${quoted(list.description)}\n${field}(\n${taken.join('\n')}\n): ${of}Connection`;
}

function connectionText(name: string, declared: readonly ApiDeclaration[]): string {
  const right = rightText(declared.find((one) => one.name === name)?.scopes);
  return `"""A page of ${name}."""
type ${name}Connection${right} {
  """The nodes of this page with their cursors."""
  edges: [${name}Edge!]!
  """The nodes of this page, without cursors."""
  nodes: [${name}!]!
  """Where this page stands."""
  pageInfo: PageInfo!
}

"""One ${name}, with its cursor."""
type ${name}Edge${right} {
  """Opaque; give it as after to go on from here."""
  cursor: String!
  """The node itself."""
  node: ${name}!
}`;
}

function rightText(scopes: ApiDeclaration['scopes']): string {
  return scopes ? ` @requiresScopes(scopes: ${JSON.stringify(scopes)})` : '';
}

function quoted(text: string): string {
  return `"""\n${text.replaceAll('"""', '\\"""')}\n"""`;
}
