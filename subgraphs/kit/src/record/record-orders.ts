import { listOrders, type ListOrders, orderByDescription, type OrderedPages } from '../graphql/list-orders.js';
import type { ConnectionSource } from '../graphql/page-loader.js';
import { storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { ChosenArgument } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf } from './record-entity.js';
import { fieldOf } from './record-type.js';

/** The sorting that callers can choose for a list. */
export interface Sorting {
  readonly argument: ChosenArgument;
  readonly pages: OrderedPages<object>;
}

const made = new WeakMap<DefinedRecord, ListOrders | undefined>();

/** The orders of a list that callers can choose; undefined where no column can sort its record. */
export function sortingOf(record: DefinedRecord, source: ConnectionSource): Sorting | undefined {
  // The enum is made once, however many lists a record has.
  if (!made.has(record)) made.set(record, ordersOf(record.declaration));
  const orders = made.get(record);
  if (!orders) return undefined;
  return {
    argument: { name: 'orderBy', type: () => orders.values, description: orderByDescription },
    pages: orders.pages(source),
  };
}

function ordersOf(declaration: RecordDeclaration): ListOrders | undefined {
  const { name, columns, called } = declaration;
  const sortable = Object.entries(columns)
    .filter(([column, declared]) => isSortable(column, declared, declaration))
    .map(([column, declared]): [string, [string, ...string[]]] => {
      const stored = declared.kind === 'translated' ? `${column}_sort_key` : storedName(column, declared);
      return [column.toUpperCase(), [...new Set([stored, ...keyOf(declaration)])] as [string, ...string[]]];
    });
  return sortable.length === 0 ? undefined : listOrders(name, called?.many ?? name, Object.fromEntries(sortable));
}

/** Kinds of columns that sort by the table's values. */
const ordered = new Set<ColumnDeclaration['kind']>([
  ...(['code', 'day', 'pastDay', 'month', 'schoolYear', 'integer', 'decimal'] as const),
]);

/**
 * Whether a column can sort: it is shown, never empty and not subject to disclosure control; a text only where its
 * declaration says so.
 */
function isSortable(column: string, declared: ColumnDeclaration, { counts = {} }: RecordDeclaration): boolean {
  if (declared.kind === 'person') return false;
  if (declared.sortable) return true;
  const isCounted = Object.values(counts).some(
    ({ number, occurrences }) => number === column || occurrences === column,
  );
  return ordered.has(declared.kind) && !declared.optional && !isCounted && fieldOf(column, declared) !== undefined;
}
