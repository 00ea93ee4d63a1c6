import type { Cell } from '@hub/kit/service';

/** A column of a foreign view, and its type under the database's name. */
export interface ForeignColumn {
  readonly name: string;
  readonly type: string;
}

/** A requested page of rows. */
export interface PageQuery {
  readonly view: string;
  /** The columns to read, including the key's. */
  readonly columns: readonly string[];
  /** The columns that sort and identify rows. */
  readonly key: readonly string[];
  /** The key of the last row read; undefined at the start. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** A read-only connection to a database of the organisation's own systems. */
export interface ForeignDatabase {
  /** The columns of a view, in its order. */
  columns(view: string): Promise<readonly ForeignColumn[]>;
  /** Whether a row has an empty value in any of some columns. */
  hasEmpty(view: string, columns: readonly string[]): Promise<boolean>;
  /** The next rows in the order of their keys, cell by cell. */
  page(query: PageQuery): Promise<readonly (readonly Cell[])[]>;
  /** Closes the connection at once, even during a statement. */
  close(): void;
}

/** The input of opening a connection. */
export interface ForeignAddress {
  readonly url: URL;
  /** How long a statement may take, in milliseconds. */
  readonly withinMs: number;
  /** Whether TLS is used and the certificate verified; with the authority's certificates where they are private. */
  readonly tls: { readonly ca: string | undefined } | undefined;
}

/** The longest time to connect, in milliseconds. */
const longestConnectMs = 10_000;

/** The time limit of connecting, in milliseconds: at most a statement's. */
export function connectMs({ withinMs }: Pick<ForeignAddress, 'withinMs'>): number {
  return Math.min(longestConnectMs, withinMs);
}
