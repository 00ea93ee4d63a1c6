import type { Cell } from '@hub/kit/service';
import mssql from 'mssql';
import { dayCell, flagCell, momentCell, numberCell } from './cells.js';
import { connectMs, type ForeignAddress, type ForeignDatabase } from './foreign-database.js';
import { columnsStatement, emptyStatement, pageStatement, type SqlForm } from './statements.js';

/** The form of a page's statement in SQL Server. */
export const sqlServerForm: SqlForm = {
  quote: (name) => `[${name.replaceAll(']', ']]')}]`,
  parameter: (place) => `@p${place}`,
  comparesRows: false,
  hasTop: true,
};

/** A value from the driver, which reads moments without a time zone as UTC. */
function cellOf(value: unknown, type: string): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return flagCell(value);
  if (typeof value === 'number') return numberCell(String(value));
  if (value instanceof Date)
    return type === 'datetimeoffset' ? momentCell(value.toISOString()) : dayCell(value.toISOString());
  const text = Buffer.isBuffer(value) ? value.toString('hex') : (value as string);
  return type === 'bigint' || type === 'decimal' || type === 'numeric' ? numberCell(text) : text;
}

const typeOf = ({ type }: mssql.IColumn): string => {
  const declared = typeof type === 'function' ? (type as { readonly name?: string }).name : undefined;
  return (declared ?? 'unknown').toLowerCase();
};

/** Connects to SQL Server; it only selects rows. */
export async function openSqlServer(address: ForeignAddress): Promise<ForeignDatabase> {
  const { url, withinMs, tls } = address;
  const pool = new mssql.ConnectionPool({
    server: url.hostname,
    port: Number(url.port || 1433),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectionTimeout: connectMs(address),
    requestTimeout: withinMs,
    arrayRowMode: true,
    pool: { max: 1, min: 0 },
    options: {
      encrypt: tls !== undefined,
      trustServerCertificate: false,
      appName: 'hub connector',
      readOnlyIntent: true,
      useUTC: true,
      ...(tls?.ca !== undefined && { cryptoCredentialsDetails: { ca: tls.ca } }),
    },
  });
  pool.on('error', () => undefined);
  await pool.connect();
  const ask = async (sql: string, values: readonly string[] = []) => {
    const request = pool.request();
    values.forEach((value, index) => request.input(`p${index + 1}`, mssql.NVarChar, value));
    const { recordset, columns } = (await request.query(sql)) as unknown as {
      readonly recordset: readonly (readonly unknown[])[];
      readonly columns: readonly (readonly mssql.IColumn[])[];
    };
    return { rows: recordset, columns: columns[0] ?? [] };
  };
  return {
    async columns(view) {
      const { columns } = await ask(columnsStatement(sqlServerForm, view));
      return columns.map((column) => ({ name: column.name, type: typeOf(column) }));
    },
    async hasEmpty(view, columns) {
      const { rows } = await ask(emptyStatement(sqlServerForm, view, columns));
      return rows.length > 0;
    },
    async page(query) {
      const { sql, values } = pageStatement(sqlServerForm, query);
      const { rows, columns } = await ask(sql, values);
      const types = columns.map(typeOf);
      return rows.map((row) => row.map((value, index) => cellOf(value, types[index] ?? 'unknown')));
    },
    close() {
      void pool.close().catch(() => undefined);
    },
  };
}
