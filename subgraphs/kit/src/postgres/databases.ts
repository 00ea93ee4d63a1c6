import { existsSync, readFileSync } from 'node:fs';
import { openDatabase } from '../database/database.js';
import { createKeyIfMissing } from '../keys.js';
import { Failure } from '../cli/failure.js';

/** A database to be, with its owner, who migrates it, and the role that its server reads and writes it as. */
export interface WantedDatabase {
  readonly name: string;
  readonly owner: RoleFile;
  readonly server: RoleFile;
}

/** A role, and the file of its password, which is made where it is missing. */
export interface RoleFile {
  readonly role: string;
  readonly passwordFile: string;
}

/**
 * Makes the databases and roles that a server lacks. A database lets its own two roles in and nobody else.
 * @param adminUrl of a role that may create databases and roles.
 * @param isOwn whether the server is this hub's alone: then a role whose password is lost gets a new one.
 * @throws Failure where the server has a role of that name that this hub has not made.
 */
export async function makeDatabases(
  adminUrl: string,
  wanted: readonly WantedDatabase[],
  isOwn: boolean,
): Promise<void> {
  const admin = await openDatabase(adminUrl, { entities: [], migrations: [] });
  const namesIn = async (sql: string): Promise<ReadonlySet<string>> => {
    const rows: { readonly name: string }[] = await admin.em.execute(sql);
    return new Set(rows.map(({ name }) => name));
  };
  try {
    const roles = await namesIn('select rolname as name from pg_roles');
    const databases = await namesIn('select datname as name from pg_database');
    for (const { name, owner, server } of wanted) {
      for (const { role, passwordFile } of [owner, server]) {
        const isThere = roles.has(role);
        const isKnown = existsSync(passwordFile);
        if (isThere && isKnown) continue;
        if (isThere && !isOwn)
          throw new Failure(
            `The server of HUB_POSTGRES has a role "${role}", whose password is not in ${passwordFile}: another hub made it. Put the file back, or set HUB_POSTGRES_PREFIX to a word that no other hub on that server has.`,
          );
        createKeyIfMissing(passwordFile);
        const password = readFileSync(passwordFile, 'utf8').trim();
        await admin.em.execute(`${isThere ? 'alter' : 'create'} role ${quoted(role)} login password '${password}'`);
      }
      if (databases.has(name)) continue;
      // A role that is no superuser may give a database only to a role that it is in.
      if (!isOwn) await admin.em.execute(`grant ${quoted(owner.role)} to current_user`);
      await admin.em.execute(
        `create database ${quoted(name)} owner ${quoted(owner.role)} template template0 encoding 'UTF8'`,
      );
      await admin.em.execute(`revoke all on database ${quoted(name)} from public`);
      await admin.em.execute(`grant connect, temporary on database ${quoted(name)} to ${quoted(server.role)}`);
    }
  } finally {
    await admin.close();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
