import { Args, type ClassType } from 'type-graphql';
import type { SubgraphContext } from '../graphql/context.js';
import { ConnectionArguments, connectionType, type Page } from '../graphql/connection.js';
import type { OrderedPages } from '../graphql/list-orders.js';
import { type ConnectionSource, pageLoader } from '../graphql/page-loader.js';
import { allLoader, listLoader } from '../graphql/loader.js';
import { propertyOf, storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { ListDeclaration } from './list-declaration.js';
import { type Argument, argumentsOf, type ResolvedField } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf } from './record-entity.js';
import { type Filters, filtersOf, type Given } from './record-filters.js';
import { sortingOf } from './record-orders.js';
import { rightOf } from './record-type.js';

const connections = new WeakMap<DefinedRecord, ClassType>();

/** The connection of a record: made once, however many lists it has. */
export function connectionOf(record: DefinedRecord): ClassType {
  const { declaration, type } = record;
  const known = connections.get(record);
  if (known) return known;
  const { name, called } = declaration;
  const made = connectionType(name, () => type, called?.many ?? name, rightOf(declaration));
  connections.set(record, made);
  return made;
}

/** The columns in SQL that sort a list: the declared ones, or the key. */
export function orderOf({ order }: ListDeclaration, declaration: RecordDeclaration): [string, ...string[]] {
  const { columns } = declaration;
  const names = order?.map((name) => storedName(name, columns[name] as ColumnDeclaration)) ?? keyOf(declaration);
  return names as [string, ...string[]];
}

type Parent = Readonly<Record<string, unknown>>;

/**
 * The field of a list under a parent: a commune, an entity of another organisation, another record.
 * @param column the column of the table, or of the list's view, that refers to the parent.
 * @param parentKey the property of the parent that it refers to.
 */
export function listUnder(
  record: DefinedRecord,
  list: ListDeclaration,
  column: string,
  parentKey: string,
  recordNamed: (name: string) => DefinedRecord,
): ResolvedField {
  const { declaration, entity, type } = record;
  const { field, description, short, cost, view } = list;
  const order = orderOf(list, declaration);
  const said = { field, description, cost, nullable: true };
  if (short) {
    const rows = listLoader<Parent>(entity, propertyOf(column), propertyOf(order[0]));
    return {
      ...said,
      type: () => [type],
      resolve: (context, parent: Parent) => rows(context).load(parent[parentKey] as string),
    };
  }
  const source = { entity, orderColumns: order, parentColumn: column, ...(view && { table: view.name }) };
  const pages = chosenPages(record, field, source, filtersOf(list, record, recordNamed, column));
  return {
    ...said,
    ...pages,
    resolve: (context, parent: Parent, ...given: object[]) => pages.load(context, given, parent[parentKey] as string),
  };
}

/** The field of a list at the root, with its filters and its order. */
export function listAtRoot(
  record: DefinedRecord,
  list: ListDeclaration,
  recordNamed: (name: string) => DefinedRecord,
): ResolvedField {
  const { declaration, entity, type } = record;
  const { field, description, short, cost } = list;
  const said = { field, description, cost, nullable: true };
  const order = orderOf(list, declaration);
  if (short) {
    const rows = allLoader<Parent>(entity, ...order.map(propertyOf));
    return { ...said, type: () => [type], resolve: (context) => rows(context).load('all') };
  }
  const pages = chosenPages(record, field, { entity, orderColumns: order }, filtersOf(list, record, recordNamed));
  return { ...said, ...pages, resolve: (context, _parent, ...given: object[]) => pages.load(context, given) };
}

/** A caller's arguments of a list: its filters and order, if it has any, and its slice. */
export type GivenOfList = readonly object[];

/** The arguments of a list with pages, and the function that loads a page. */
interface ChosenPages {
  readonly type: () => ClassType;
  readonly arguments: readonly Argument[];
  readonly load: (context: SubgraphContext, given: GivenOfList, parent?: string) => Promise<Page<unknown>>;
}

/** The pages of a list: the rows that its filters let through, in the caller's order. */
export function chosenPages(
  record: DefinedRecord,
  field: string,
  from: ConnectionSource,
  filters: Filters,
): ChosenPages {
  const condition = [from.where, filters.condition.where].filter((one) => one !== undefined);
  const source = { ...from, ...(condition.length > 0 && { where: condition.join(' and ') }) };
  const sorting = sortingOf(record, source);
  const chosen = [...filters.arguments, ...(sorting ? [sorting.argument] : [])];
  const connection = connectionOf(record);
  const pages: OrderedPages<object> = sorting?.pages ?? pageLoader(source);
  return {
    type: () => connection,
    arguments: [
      ...(chosen.length > 0 ? [argumentsOf(`${record.declaration.name}${field}Arguments`, chosen)] : []),
      [Args(() => ConnectionArguments)],
    ],
    load: (context, given, parent) => {
      const slice = given.at(-1) as ConnectionArguments;
      const by = (chosen.length > 0 ? given[0] : {}) as Readonly<Record<string, Given | undefined>>;
      const filter = filters.valuesOf(by);
      const orderBy = by['orderBy'] as string | null | undefined;
      return pages(context, orderBy).load({ ...slice, ...(parent !== undefined && { parent }), filter });
    },
  };
}
