import { Arg, Args, type ClassType, registerEnumType } from 'type-graphql';
import { ConnectionArguments, connectionType, type Page } from '../graphql/connection.js';
import { type ConnectionSource, pageLoader } from '../graphql/page-loader.js';
import { allLoader, listLoader, type Loader } from '../graphql/loader.js';
import { propertyOf, storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { ListDeclaration } from './list-declaration.js';
import type { Argument, ResolvedField } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf } from './record-entity.js';
import { filtersOf, type Given } from './record-filters.js';
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

/** The columns, as SQL has them, that put a list in order: those told, or the key. */
export function orderOf({ order }: ListDeclaration, declaration: RecordDeclaration): [string, ...string[]] {
  const { columns } = declaration;
  const names = order?.map((name) => storedName(name, columns[name] as ColumnDeclaration)) ?? keyOf(declaration);
  return names as [string, ...string[]];
}

type Parent = Readonly<Record<string, unknown>>;

/**
 * The field of a list under a parent: a commune, an entity of another organisation, another record.
 * @param column that of the table, or of the list's view, which refers to the parent.
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
  const filters = filtersOf(list, record, recordNamed);
  const pages = pageLoader({
    entity,
    orderColumns: order,
    parentColumn: column,
    ...(view && { table: view.name }),
    ...filters.condition,
  });
  const connection = connectionOf(record);
  return {
    ...said,
    type: () => connection,
    arguments: [...filters.arguments, [Args(() => ConnectionArguments)]],
    resolve: (context, parent: Parent, ...given: Given[]) => {
      const slice = given.at(-1) as unknown as ConnectionArguments;
      const filter = filters.valuesOf(given);
      return pages(context).load({ ...slice, parent: parent[parentKey] as string, filter });
    },
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
  const filters = filtersOf(list, record, recordNamed);
  const source = { entity, orderColumns: order, ...filters.condition };
  const usual = pageLoader(source);
  const sorting = sortingOf(record, source);
  const connection = connectionOf(record);
  return {
    ...said,
    type: () => connection,
    arguments: [...filters.arguments, ...(sorting ? [sorting.argument] : []), [Args(() => ConnectionArguments)]],
    resolve: (context, _parent, ...given: Given[]): Promise<Page<unknown>> => {
      const slice = given.at(-1) as unknown as ConnectionArguments;
      const sorted = sorting?.loaderOf(given[filters.arguments.length] ?? null);
      return (sorted ?? usual)(context).load({ ...slice, filter: filters.valuesOf(given) });
    },
  };
}

interface Sorting {
  readonly argument: Argument;
  readonly loaderOf: (given: unknown) => ReturnType<typeof pageLoader<object>> | undefined;
}

/** The orders in which callers can have a list, where any of its columns is sortable. */
function sortingOf({ declaration }: DefinedRecord, source: ConnectionSource): Sorting | undefined {
  const { name, columns } = declaration;
  const sortable = Object.entries(columns).filter(([, column]) => column.kind !== 'person' && column.sortable);
  if (sortable.length === 0) return undefined;
  const key = keyOf(declaration);
  const orders = sortable.flatMap(([column, declared]) => {
    const stored = declared.kind === 'translated' ? `${column}_sort_key` : storedName(column, declared);
    const orderColumns = [...new Set([stored, ...key])] as [string, ...string[]];
    return [
      [`${column.toUpperCase()}_ASC`, 'ascending', pageLoader({ ...source, orderColumns })] as const,
      [
        `${column.toUpperCase()}_DESC`,
        'descending',
        pageLoader({ ...source, orderColumns, descending: true }),
      ] as const,
    ];
  });
  const values = Object.fromEntries(orders.map(([value]) => [value, value]));
  registerEnumType(values, {
    name: `${name}Order`,
    description: `In which order ${declaration.called?.many ?? name} are listed.`,
    valuesConfig: Object.fromEntries(
      orders.map(([value, direction]) => [
        value,
        {
          description: `By ${value
            .replace(/_(ASC|DESC)$/, '')
            .toLowerCase()
            .replaceAll('_', ' ')}, ${direction}.`,
        },
      ]),
    ),
  });
  const loaders = new Map<unknown, Loader<never, never>>(orders.map(([value, , loader]) => [value, loader as never]));
  return {
    argument: [
      Arg('orderBy', () => values, { nullable: true, description: 'In which order; the usual one when left out.' }),
    ],
    loaderOf: (given) => loaders.get(given),
  };
}
