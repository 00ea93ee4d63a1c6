import type { Cell } from '@hub/kit/service';
import pg from 'pg';
import { dayCell, flagCell, momentCell, numberCell } from './cells.js';
import { connectMs, type ForeignAddress, type ForeignDatabase } from './foreign-database.js';
import { columnsStatement, emptyStatement, pageStatement, type SqlForm } from './statements.js';

/** The form of a page's statement in PostgreSQL. */
export const postgresForm: SqlForm = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (place) => `$${place}`,
  comparesRows: true,
  hasTop: false,
};

const { builtins } = pg.types;
const typeNames = new Map(Object.entries(builtins).map(([name, oid]) => [oid as number, name.toLowerCase()]));

const readers = new Map<number, (text: string) => Cell>([
  [builtins.BOOL, (text) => flagCell(text === 't')],
  ...[builtins.INT2, builtins.INT4, builtins.INT8, builtins.NUMERIC, builtins.FLOAT4, builtins.FLOAT8].map(
    (oid): [number, (text: string) => Cell] => [oid, numberCell],
  ),
  [builtins.DATE, dayCell],
  [builtins.TIMESTAMP, dayCell],
  [builtins.TIMESTAMPTZ, momentCell],
]);

/** Connects to PostgreSQL, read-only. */
export async function openPostgres(address: ForeignAddress): Promise<ForeignDatabase> {
  const { url, withinMs, tls } = address;
  const client = new pg.Client({
    host: url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectionTimeoutMillis: connectMs(address),
    statement_timeout: withinMs,
    query_timeout: withinMs,
    application_name: 'hub connector',
    options: '-c default_transaction_read_only=on',
    ssl: tls ? { rejectUnauthorized: true, ...(tls.ca !== undefined && { ca: tls.ca }) } : false,
    // Keeps each value as the server writes it.
    types: { getTypeParser: () => (text: string) => text },
  });
  // A connection may break between statements: the next statement reports it.
  client.on('error', () => undefined);
  await client.connect();
  const form = postgresForm;
  return {
    async columns(view) {
      const { fields } = await client.query(columnsStatement(form, view));
      return fields.map(({ name, dataTypeID }) => ({ name, type: typeNames.get(dataTypeID) ?? `oid ${dataTypeID}` }));
    },
    async hasEmpty(view, columns) {
      const { rows } = await client.query(emptyStatement(form, view, columns));
      return rows.length > 0;
    },
    async page(query) {
      const { sql, values } = pageStatement(form, query);
      const { rows, fields } = await client.query<(string | null)[]>({
        text: sql,
        values: [...values],
        rowMode: 'array',
      });
      const read = fields.map(({ dataTypeID }) => readers.get(dataTypeID) ?? ((text: string): Cell => text));
      return rows.map((row) => row.map((text, index): Cell => (text === null ? '' : (read[index]?.(text) ?? text))));
    },
    close() {
      void client.end().catch(() => undefined);
      (
        client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
      ).connection.stream.destroy();
    },
  };
}
