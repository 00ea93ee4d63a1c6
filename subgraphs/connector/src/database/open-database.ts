import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '@hub/runtime';
import { secretText } from '../settings/environment-of.js';
import type { Connector } from '../settings/read-connector.js';
import type { DatabaseSourceSettings } from '../settings/source-settings.js';
import { type Asked, databaseFaultOf } from './database-fault.js';
import { connectMs, type ForeignAddress, type ForeignDatabase } from './foreign-database.js';

const protocols = {
  postgresql: /^postgres(ql)?:$/,
  mysql: /^(mysql|mariadb):$/,
  sqlserver: /^(sqlserver|mssql):$/,
} as const;

const openers = {
  postgresql: async () => (await import('./postgresql.js')).openPostgres,
  mysql: async () => (await import('./mysql.js')).openMysql,
  sqlserver: async () => (await import('./sql-server.js')).openSqlServer,
} as const;

/**
 * Reads the address of a source's database.
 * @throws StartFailure that names the line, and no part of the address.
 */
export function addressOf(connector: Connector, place: number, source: DatabaseSourceSettings): ForeignAddress {
  const path = ['figures', 'sources', place];
  const problem = (member: string, expected: string) =>
    new StartFailure(`${connector.at([...path, member])}: ${[...path, member].join('.')}: expected ${expected}`, 2);
  const url = URL.parse(secretText(connector, [...path, 'urlFile'], source.urlFile));
  const { engine, within: withinMs, caFile } = source;
  if (!url || !protocols[engine].test(url.protocol) || url.hostname === '' || url.pathname.length < 2)
    throw problem('urlFile', `a file with ${engine}://USER:PASSWORD@HOST/DATABASE`);
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isPlain = source.tls === 'off' || (source.tls === undefined && isHere);
  if (isPlain && caFile !== undefined) throw problem('caFile', 'no authority where nothing is encrypted');
  if (isPlain) return { url, withinMs, tls: undefined };
  try {
    const ca = caFile === undefined ? undefined : readFileSync(join(connector.folder, caFile), 'utf8');
    return { url, withinMs, tls: { ca } };
  } catch {
    throw problem('caFile', 'a file that can be read');
  }
}

/**
 * Connects to a foreign database. Each statement has a time limit; exceeding it closes the connection.
 * @throws ConnectorFault
 */
export async function openForeign(
  engine: DatabaseSourceSettings['engine'],
  address: ForeignAddress,
  source: string,
): Promise<ForeignDatabase> {
  const open = await openers[engine]();
  const { withinMs } = address;
  const opening = open(address);
  const database = await answered(opening, { source, withinMs: connectMs(address) }, () => {
    // A connection that opens after the time limit is closed.
    void opening.then(
      (late) => {
        late.close();
      },
      () => undefined,
    );
  });
  const ask = <T>(view: string, question: Promise<T>): Promise<T> =>
    answered(question, { source, view, withinMs }, () => {
      database.close();
    });
  return {
    columns: (view) => ask(view, database.columns(view)),
    hasEmpty: (view, columns) => ask(view, database.hasEmpty(view, columns)),
    page: (query) => ask(query.view, database.page(query)),
    close: () => {
      database.close();
    },
  };
}

/** Waits for an answer, a second longer than the driver itself: a server that hangs may exceed the driver's limit. */
async function answered<T>(question: Promise<T>, asked: Asked, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('timeout'));
    }, asked.withinMs + 1000);
  });
  try {
    return await Promise.race([question, tooLate]);
  } catch (error) {
    giveUp();
    throw databaseFaultOf(error, asked);
  } finally {
    clearTimeout(timer);
    question.catch(() => undefined);
  }
}
