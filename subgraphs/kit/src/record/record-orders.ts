import { registerEnumType } from 'type-graphql';
import type { Loader } from '../graphql/loader.js';
import { type ConnectionSource, pageLoader } from '../graphql/page-loader.js';
import { storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { ChosenArgument } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf } from './record-entity.js';
import { fieldOf } from './record-type.js';

/** One order in which callers can have the lists of a record. */
interface Order {
  readonly value: string;
  readonly column: string;
  readonly descending: boolean;
}

/** The orders of a record's lists, as an enum of GraphQL. */
interface Orders {
  readonly values: Readonly<Record<string, string>>;
  readonly all: readonly Order[];
}

/** How callers choose the order of a list. */
export interface Sorting {
  readonly argument: ChosenArgument;
  /** What loads the pages in the order that is asked for; the usual one where none is. */
  readonly loaderOf: (given: unknown) => ReturnType<typeof pageLoader<object>>;
}

const made = new WeakMap<DefinedRecord, Orders | undefined>();

/** The orders in which callers can have a list; undefined where no column of its record puts it in one. */
export function sortingOf(record: DefinedRecord, source: ConnectionSource): Sorting | undefined {
  const orders = ordersOf(record);
  if (!orders) return undefined;
  const key = keyOf(record.declaration);
  const usual = pageLoader(source);
  const loaders = new Map<unknown, Loader<never, never>>(
    orders.all.map(({ value, column, descending }) => {
      const orderColumns = [...new Set([column, ...key])] as [string, ...string[]];
      return [value, pageLoader({ ...source, orderColumns, descending }) as never];
    }),
  );
  return {
    argument: {
      name: 'orderBy',
      type: () => orders.values,
      description: 'In which order (thứ tự); the usual one when left out.',
    },
    loaderOf: (given) => loaders.get(given) ?? usual,
  };
}

/** The enum is made once, however many lists a record has. */
function ordersOf(record: DefinedRecord): Orders | undefined {
  if (!made.has(record)) made.set(record, enumOfOrders(record.declaration));
  return made.get(record);
}

function enumOfOrders(declaration: RecordDeclaration): Orders | undefined {
  const { name, columns, called } = declaration;
  const all = Object.entries(columns)
    .filter(([column, declared]) => isSortable(column, declared, declaration))
    .flatMap(([column, declared]): Order[] => {
      const stored = declared.kind === 'translated' ? `${column}_sort_key` : storedName(column, declared);
      return [false, true].map((descending) => ({
        value: `${column.toUpperCase()}_${descending ? 'DESC' : 'ASC'}`,
        column: stored,
        descending,
      }));
    });
  if (all.length === 0) return undefined;
  const values = Object.fromEntries(all.map(({ value }) => [value, value]));
  registerEnumType(values, {
    name: `${name}Order`,
    description: `In which order ${called?.many ?? name} are listed (thứ tự).`,
    valuesConfig: Object.fromEntries(
      all.map(({ value, descending }) => [
        value,
        {
          description: `By ${value
            .replace(/_(ASC|DESC)$/, '')
            .toLowerCase()
            .replaceAll('_', ' ')}, ${descending ? 'descending (giảm dần)' : 'ascending (tăng dần)'}.`,
        },
      ]),
    ),
  });
  return { values, all };
}

/** Kinds of columns that are in order by what the table has of them. */
const ordered = new Set<ColumnDeclaration['kind']>([
  ...(['code', 'day', 'pastDay', 'month', 'schoolYear', 'integer', 'decimal'] as const),
]);

/** A column that is shown, is never empty and is no number that disclosure control sees to; texts where that is declared. */
function isSortable(column: string, declared: ColumnDeclaration, { counts = {} }: RecordDeclaration): boolean {
  if (declared.kind === 'person') return false;
  if (declared.sortable) return true;
  const isCounted = Object.values(counts).some(
    ({ number, occurrences }) => number === column || occurrences === column,
  );
  return ordered.has(declared.kind) && !declared.optional && !isCounted && fieldOf(column, declared) !== undefined;
}
