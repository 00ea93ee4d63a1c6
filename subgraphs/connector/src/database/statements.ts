import type { PageQuery } from './foreign-database.js';

/** The differences between databases in statements. */
export interface SqlForm {
  readonly quote: (name: string) => string;
  /** The parameter at a position, from 1. */
  readonly parameter: (place: number) => string;
  /** Whether the database compares whole rows: `(a, b) > (1, 2)`. */
  readonly comparesRows: boolean;
  /** Whether the database has `top N` before the columns, instead of `limit N` at the end. */
  readonly hasTop: boolean;
}

/** A statement and its parameters. */
export interface SqlStatement {
  readonly sql: string;
  readonly values: readonly string[];
}

const nameOf = ({ quote }: SqlForm, view: string) => view.split('.').map(quote).join('.');

function limited({ hasTop }: SqlForm, columns: string, rest: string, limit: number): string {
  return hasTop ? `select top ${limit} ${columns} ${rest}` : `select ${columns} ${rest} limit ${limit}`;
}

/** Selects the columns of a view, and no row. */
export function columnsStatement(form: SqlForm, view: string): string {
  return limited(form, '*', `from ${nameOf(form, view)}`, 0);
}

/** Selects a row with an empty value in any of some columns. */
export function emptyStatement(form: SqlForm, view: string, columns: readonly string[]): string {
  const isEmpty = columns.map((name) => `${form.quote(name)} is null`).join(' or ');
  return limited(form, '1 as found', `from ${nameOf(form, view)} where ${isEmpty}`, 1);
}

/** Selects the rows after a key, in the order of their keys. */
export function pageStatement(form: SqlForm, { view, columns, key, after, limit }: PageQuery): SqlStatement {
  const names = key.map(form.quote);
  const { condition, values } = after ? laterThan(form, names, after) : { condition: '', values: [] };
  const rest = `from ${nameOf(form, view)}${condition === '' ? '' : ` where ${condition}`} order by ${names.join(', ')}`;
  return { sql: limited(form, columns.map(form.quote).join(', '), rest, limit), values };
}

function laterThan({ parameter, comparesRows }: SqlForm, names: readonly string[], after: readonly string[]) {
  if (comparesRows || names.length === 1) {
    const places = names.map((_, index) => parameter(index + 1)).join(', ');
    const condition = names.length === 1 ? `${names[0] ?? ''} > ${places}` : `(${names.join(', ')}) > (${places})`;
    return { condition, values: after };
  }
  const values: string[] = [];
  const add = (value: string | undefined) => parameter(values.push(value ?? ''));
  const condition = names
    .map((name, index) => {
      const equal = names.slice(0, index).map((one, place) => `${one} = ${add(after[place])}`);
      return `(${[...equal, `${name} > ${add(after[index])}`].join(' and ')})`;
    })
    .join(' or ');
  return { condition: `(${condition})`, values };
}
