import type { Cell } from '@hub/kit/service';
import mysql from 'mysql2/promise';
import { dayCell, momentCell, numberCell } from './cells.js';
import { connectMs, type ForeignAddress, type ForeignDatabase } from './foreign-database.js';
import { columnsStatement, emptyStatement, pageStatement, type SqlForm } from './statements.js';

/** The form of a page's statement in MySQL and MariaDB. */
export const mysqlForm: SqlForm = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  parameter: () => '?',
  comparesRows: false,
  hasTop: false,
};

const names = new Map(Object.entries(mysql.Types).map(([name, code]) => [Number(code), name.toLowerCase()]));
const numbers = new Set([
  'decimal',
  'newdecimal',
  'tiny',
  'short',
  'long',
  'longlong',
  'int24',
  'float',
  'double',
  'year',
]);

function readerOf(type: string): (text: string) => Cell {
  if (numbers.has(type)) return numberCell;
  if (type === 'date' || type === 'datetime' || type === 'newdate') return dayCell;
  // The session's zone is UTC.
  if (type === 'timestamp') return (text) => momentCell(`${text.replace(' ', 'T')}Z`);
  return (text) => text;
}

/** Connects to MySQL or MariaDB, read-only. */
export async function openMysql(address: ForeignAddress): Promise<ForeignDatabase> {
  const { url, withinMs, tls } = address;
  const connection = await mysql.createConnection({
    host: url.hostname,
    port: Number(url.port || 3306),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectTimeout: connectMs(address),
    charset: 'utf8mb4',
    timezone: 'Z',
    // Keeps each value as the server writes it.
    typeCast: (field) => {
      if (field.type === 'BIT') return field.buffer()?.[0]?.toString() ?? null;
      return field.string();
    },
    ...(tls && { ssl: { rejectUnauthorized: true, ...(tls.ca !== undefined && { ca: tls.ca }) } }),
  });
  connection.on('error', () => undefined);
  const ask = (sql: string, values: readonly string[] = []) =>
    connection.query<mysql.RowDataPacket[]>({ sql, values: [...values], timeout: withinMs, rowsAsArray: true });
  const typeOf = ({
    columnType,
    type,
  }: {
    readonly columnType?: number | undefined;
    readonly type?: number | undefined;
  }) => names.get(columnType ?? type ?? -1) ?? 'unknown';
  try {
    await ask("set session time_zone = '+00:00'");
    await ask('set session transaction read only');
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return {
    async columns(view) {
      const [, fields] = await ask(columnsStatement(mysqlForm, view));
      return fields.map((field) => ({ name: field.name, type: typeOf(field) }));
    },
    async hasEmpty(view, columns) {
      const [rows] = await ask(emptyStatement(mysqlForm, view, columns));
      return rows.length > 0;
    },
    async page(query) {
      const { sql, values } = pageStatement(mysqlForm, query);
      const [rows, fields] = await ask(sql, values);
      const read = fields.map((field) => readerOf(typeOf(field)));
      return (rows as unknown as (string | null)[][]).map((row) =>
        row.map((text, index): Cell => (text === null ? '' : (read[index]?.(text) ?? text))),
      );
    },
    close() {
      connection.destroy();
    },
  };
}
