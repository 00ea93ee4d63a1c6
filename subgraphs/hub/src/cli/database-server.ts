import { type Cluster, openCluster } from '../postgres/cluster.js';
import { makeDatabases, type WantedDatabase } from '../postgres/databases.js';
import { type PostgresPrograms, postgresPrograms } from '../postgres/programs.js';
import { endLeftOver } from '../postgres/running-server.js';
import { postgresPart, reachOf, superuserUrl } from '../postgres/server-part.js';
import { postgresUser, type SystemUser } from '../postgres/system-user.js';
import { UsageError } from './failure.js';
import type { Part } from './part.js';
import { hasNamedDatabase, type Premises } from './parts.js';

/** The server of the organisations' databases: the embedded one, or `HUB_POSTGRES`. */
export interface DatabaseServer {
  /** `HOST:PORT` in URL notation: the host may be the encoded path of a socket's folder. */
  readonly address: string;
  /** The names of an organisation's database there, and of its two roles. */
  namesOf(code: string): { readonly name: string; readonly owner: string; readonly role: string };
  /** The part that the launcher runs; undefined if the server is run elsewhere. */
  readonly part: Part | undefined;
  /** Makes missing databases and roles. */
  prepare(): Promise<void>;
}

/**
 * The server for the organisations without a named database; undefined if there are none. It makes an embedded server
 * if there is none, and ends one that a killed launcher has left.
 * @throws Failure saying why it cannot run, and how to fix that.
 */
export async function databaseServer(
  premises: Premises,
  organisations: readonly string[],
): Promise<DatabaseServer | undefined> {
  const { environment, data, ports } = premises;
  const codes = organisations.filter((code) => !hasNamedDatabase(code, environment));
  if (codes.length === 0) return undefined;
  const existing = environment['HUB_POSTGRES'];
  const prefix = existing ? prefixIn(environment) : '';
  const namesOf = (code: string) => {
    const name = `${prefix}${code.replaceAll('-', '_')}`;
    return { name, owner: `${name}_owner`, role: name };
  };
  const wanted = codes.map((code): WantedDatabase => {
    const { name, owner, role } = namesOf(code);
    return {
      name,
      owner: { role: owner, passwordFile: data.ownerPasswordOf(code) },
      server: { role, passwordFile: data.databasePasswordOf(code) },
    };
  });
  if (existing) {
    const url = serverUrlIn(existing);
    return {
      address: url.host,
      namesOf,
      part: undefined,
      prepare: () => makeDatabases(url.href, wanted, false),
    };
  }
  const { cluster, programs, user } = await embeddedCluster(premises);
  const port = Number(ports.get('postgres'));
  const reach = reachOf(cluster, port);
  return {
    address: reach.address,
    namesOf,
    part: postgresPart(cluster, programs, { port, reach, user, log: data.logOf('postgres') }),
    prepare: () => makeDatabases(superuserUrl(cluster, reach), wanted, true),
  };
}

async function embeddedCluster({ data }: Premises): Promise<{
  readonly cluster: Cluster;
  readonly programs: PostgresPrograms;
  readonly user: SystemUser | undefined;
}> {
  const user = postgresUser();
  const programs = await postgresPrograms(user);
  const cluster = await openCluster(data.postgres, programs, user);
  await endLeftOver(cluster.data);
  return { cluster, programs, user };
}

function serverUrlIn(text: string): URL {
  const url = URL.parse(text);
  const isServer = url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && url.username !== '';
  // Text after `?` would have no effect, as in DATABASE_URL.
  if (isServer && url.search === '' && url.hash === '') {
    if (url.pathname.length <= 1) url.pathname = '/postgres';
    return url;
  }
  throw new UsageError(
    `HUB_POSTGRES: expected postgres://USER:PASSWORD@HOST without parameters (PGSSLMODE asks for TLS), a server on which USER may create databases and roles, got ${JSON.stringify(text.replace(/:[^:/]*@/, ':…@'))}.`,
  );
}

/** The prefix of this hub's databases and roles on a server that it may share: `HUB_POSTGRES_PREFIX`. */
function prefixIn(environment: NodeJS.ProcessEnv): string {
  const prefix = environment['HUB_POSTGRES_PREFIX'] || 'hub_';
  if (/^[a-z][a-z0-9_]{0,30}$/.test(prefix)) return prefix;
  throw new UsageError(
    `HUB_POSTGRES_PREFIX: expected a word of a to z, 0 to 9 and _, at most 31 letters, got ${JSON.stringify(prefix)}.`,
  );
}
