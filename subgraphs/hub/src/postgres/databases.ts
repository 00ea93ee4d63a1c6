import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../cli/failure.js';
import {
  databaseFault,
  type DatabasePlace,
  databasePlaceOf as placeOf,
  lockStart,
  openDatabase,
} from '@hub/kit/service';
import { createKeyIfMissing } from '@hub/runtime';

/** A database to make, with its owner, which migrates it, and the role of its server, which reads and writes it. */
export interface WantedDatabase {
  readonly name: string;
  readonly owner: RoleFile;
  readonly server: RoleFile;
}

/** A role, with the file of its password; a missing file is made. */
export interface RoleFile {
  readonly role: string;
  readonly passwordFile: string;
}

type Execute = <Row extends object>(sql: string) => Promise<Row[]>;

/**
 * Makes missing databases and roles on a server. A database admits its two roles only. If several hubs run this at
 * once, one works and the others wait.
 * @param adminUrl of a role that may create databases and roles.
 * @param isOwn whether only this hub uses the server: then a role with a lost password gets a new one.
 * @throws Failure if the server has a role of the same name that this hub did not make.
 * @throws StartFailure if the server cannot be reached or used.
 */
export async function makeDatabases(
  adminUrl: string,
  wanted: readonly WantedDatabase[],
  isOwn: boolean,
): Promise<void> {
  const place = placeOf(adminUrl, isOwn ? undefined : 'HUB_POSTGRES');
  const admin = await openDatabase(adminUrl, { entities: [], migrations: [] }, place);
  const execute: Execute = (sql) => admin.em.execute(sql);
  // A transaction that only holds the lock, because `create database` cannot run in a transaction.
  const lock = admin.em.fork();
  try {
    await lock.begin();
    await lockStart(lock, 'hub databases');
    const roles = await namesIn(execute, 'select rolname as name from pg_roles');
    const databases = await namesIn(execute, 'select datname as name from pg_database');
    if (isOwn) await execute('revoke connect, temporary on database postgres, template1 from public');
    for (const { name, owner, server } of wanted) {
      for (const role of [owner, server]) await makeRole(execute, role, roles.has(role.role), isOwn);
      // A role without superuser rights can make another role the owner only as its member.
      if (!isOwn) await execute(`grant ${quoted(owner.role)} to current_user`);
      if (!databases.has(name))
        await execute(`create database ${quoted(name)} owner ${quoted(owner.role)} template template0 encoding 'UTF8'`);
      // At each start, because an interrupted one may have left the database open.
      await execute(`revoke all on database ${quoted(name)} from public`);
      await execute(`grant connect, temporary on database ${quoted(name)} to ${quoted(server.role)}`);
    }
    await lock.commit();
  } catch (error) {
    throw makingFault(error, place);
  } finally {
    if (lock.isInTransaction()) await lock.rollback().catch(() => undefined);
    await admin.close();
  }
}

async function makeRole(execute: Execute, { role, passwordFile }: RoleFile, isThere: boolean, isOwn: boolean) {
  const isKnown = existsSync(passwordFile);
  if (isThere && isKnown) return;
  if (isThere && !isOwn)
    throw new Failure(
      `The server of HUB_POSTGRES has a role "${role}", whose password is not in ${passwordFile}: another hub made it. Put the file back, or set HUB_POSTGRES_PREFIX to a word that no other hub on that server has.`,
    );
  createKeyIfMissing(passwordFile);
  const password = readFileSync(passwordFile, 'utf8').trim();
  await execute(`${isThere ? 'alter' : 'create'} role ${quoted(role)} login password '${password}'`);
}

async function namesIn(execute: Execute, sql: string): Promise<ReadonlySet<string>> {
  const rows = await execute<{ readonly name: string }>(sql);
  return new Set(rows.map(({ name }) => name));
}

function makingFault(error: unknown, place: DatabasePlace): unknown {
  if ((error as { readonly code?: unknown }).code !== '42501') return databaseFault(error, place);
  const { role, setting } = place;
  return new Failure(
    `The role "${role}" of ${setting} may not make databases and roles. Have the server's administrator run: alter role ${quoted(role)} createdb createrole`,
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
