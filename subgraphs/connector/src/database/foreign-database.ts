import type { Cell } from '@hub/kit/service';

/** A column of a foreign view, and its type as the database calls it. */
export interface ForeignColumn {
  readonly name: string;
  readonly type: string;
}

/** A page of rows that is asked for. */
export interface PageQuery {
  readonly view: string;
  /** The columns that are read; those of the key among them. */
  readonly columns: readonly string[];
  /** The columns by which rows are ordered and known. */
  readonly key: readonly string[];
  /** The key of the last row that was read; undefined before any. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** A connection to a database of the organisation's own systems, which is only read. */
export interface ForeignDatabase {
  /** The columns of a view, in its order. */
  columns(view: string): Promise<readonly ForeignColumn[]>;
  /** Whether a row has an empty value in any of some columns. */
  hasEmpty(view: string, columns: readonly string[]): Promise<boolean>;
  /** The next rows in the order of their keys, cell by cell. */
  page(query: PageQuery): Promise<readonly (readonly Cell[])[]>;
  /** Ends the connection at once, whatever it is doing. */
  close(): void;
}

/** What a connection is made with. */
export interface ForeignAddress {
  readonly url: URL;
  /** How long a statement may take, in milliseconds. */
  readonly withinMs: number;
  /** Whether TLS is spoken and the certificate verified; with the authority's certificates where they are private. */
  readonly tls: { readonly ca: string | undefined } | undefined;
}

/** How long it may take to connect at most, in milliseconds. */
const longestConnectMs = 10_000;

/** How long it may take to connect, in milliseconds: no longer than a statement may. */
export function connectMs({ withinMs }: Pick<ForeignAddress, 'withinMs'>): number {
  return Math.min(longestConnectMs, withinMs);
}
