import { Arg, registerEnumType } from 'type-graphql';
import type { Page } from './connection.js';
import type { SubgraphContext } from './context.js';
import type { Loader } from './loader.js';
import { type ConnectionSource, type PageKey, pageLoader } from './page-loader.js';

/** Columns that sort rows, the last of them unique. */
type OrderColumns = ConnectionSource['orderColumns'];

/** Loads pages in the requested order; without one, in the list's own. */
export type OrderedPages<Node extends object> = (
  context: SubgraphContext,
  orderBy: string | null | undefined,
) => ReturnType<Loader<PageKey, Page<Node>>>;

/** The orders in which callers can have lists of one type. */
export interface ListOrders {
  /** The enum of GraphQL. */
  readonly values: Readonly<Record<string, string>>;
  /** @param source its order applies where a caller requests none. */
  pages<Node extends object>(source: ConnectionSource): OrderedPages<Node>;
}

/** The description of the argument `orderBy`. */
export const orderByDescription = 'In which order (thứ tự); the usual one when left out.';

/**
 * Defines the orders of a type's lists that callers can choose: ascending and descending by each of the given names.
 * @param many the listed things, for the description.
 * @param columns by the name of an order, as `DUE_ON`.
 */
export function listOrders(type: string, many: string, columns: Readonly<Record<string, OrderColumns>>): ListOrders {
  const orders = Object.entries(columns).flatMap(([name, orderColumns]) => [
    { value: `${name}_ASC`, orderColumns, descending: false, description: `${by(name)}, ascending (tăng dần).` },
    { value: `${name}_DESC`, orderColumns, descending: true, description: `${by(name)}, descending (giảm dần).` },
  ]);
  const values = Object.fromEntries(orders.map(({ value }) => [value, value]));
  registerEnumType(values, {
    name: `${type}Order`,
    description: `In which order ${many} are listed (thứ tự).`,
    valuesConfig: Object.fromEntries(orders.map(({ value, description }) => [value, { description }])),
  });
  return {
    values,
    pages<Node extends object>(source: ConnectionSource): OrderedPages<Node> {
      const usual = pageLoader<Node>(source);
      const loaders = new Map(
        orders.map(({ value, orderColumns, descending }) => [
          value,
          pageLoader<Node>({ ...source, orderColumns, descending }),
        ]),
      );
      return (context, orderBy) => (loaders.get(orderBy ?? '') ?? usual)(context);
    },
  };
}

/** The argument of every list of the type: `orderBy`. */
export function OrderByArg({ values }: ListOrders): ReturnType<typeof Arg> {
  return Arg('orderBy', () => values, { nullable: true, description: orderByDescription });
}

function by(name: string): string {
  return `By ${name.toLowerCase().replaceAll('_', ' ')}`;
}
