import { dayInProvince, keepsPeople, systemClock } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import type { Config } from '../settings/config.js';
import { allEntities } from './all-imports.js';
import { allMigrations } from './all-migrations.js';
import { expectTables } from './fitting-tables.js';
import { recountGoals } from '../ledger/counted-goals.js';
import { placeOldFacts } from '../ledger/ledger.js';
import { syncPlaces } from '../import/sync-places.js';
import type { SubgraphDefinition } from './subgraph.js';
import { type Database, openDatabase } from '../database/database.js';
import { placeOf } from '../database/database-fault.js';
import { claimDatabase } from '../database/identity.js';
import { lockStart } from '../database/lock-start.js';
import { excessRights } from '../database/rights.js';
import { watchTables } from '../disclosure/watched-tables.js';
import type { Statement } from '../database/statement.js';

/** A subgraph's own database, and the log lines about its opening. */
export interface OwnDatabase {
  readonly database: Database;
  readonly notices: readonly { readonly level: 'info' | 'warn'; readonly message: string }[];
}

/**
 * Opens a subgraph's database by its configuration: it must belong to this organisation, have a known schema, and
 * contain data made with the subgraph's keys.
 * @throws StartFailure with the unmet condition and the remedy.
 */
export async function openOwnDatabase(
  definition: SubgraphDefinition,
  config: Config,
  onStatement: (statement: Statement) => void,
): Promise<OwnDatabase> {
  const { organisation, migrations: ownMigrations, rights = {} } = definition;
  const { databaseUrl, databaseLimits, migrateAtStart = true } = config;
  const place = placeOf(databaseUrl);
  const database = await openDatabase(databaseUrl, {
    entities: allEntities(definition),
    migrations: allMigrations(definition),
    owner: { organisation, ownMigrations },
    migrate: migrateAtStart ? 'run' : 'refuse',
    ...(databaseLimits && { limits: databaseLimits }),
    onStatement,
  });
  try {
    const em = database.em.fork();
    const excess = place.role === '' ? [] : await excessRights(em, rights);
    if (excess.length > 0 && !migrateAtStart) {
      throw new StartFailure(
        `Expected DATABASE_URL to name a role that reads and writes ${place.where} and nothing more, but "${place.role}" ${excess.join(', ')}. Have another role made, and run this program with the argument migrate, which grants it what it needs; or set MIGRATE_AT_START=true, to serve as the owner.`,
        2,
      );
    }
    await expectTables(em, definition, place);
    if (migrateAtStart)
      await em.transactional(async (alone) => {
        await lockStart(alone, 'hub migrations');
        await watchTables(alone, definition.tables ?? []);
      });
    const kept = await claimDatabase(em, { ...config, organisation, place });
    const files = await syncPlaces(em, config);
    if (keepsPeople(organisation)) await placeOldFacts(em, dayInProvince(systemClock()));
    const { counts } = definition;
    // A new file of places that ends some places moves their people.
    if (counts && files > 0) await em.transactional((transaction) => recountGoals(transaction, counts));
    const notices = [
      ...(files > 0 ? [{ level: 'info', message: `took in ${files} files of places` } as const] : []),
      ...kept.map((message) => ({ level: 'info', message }) as const),
      ...(excess.length > 0
        ? [
            {
              level: 'warn',
              message: `it reads and writes ${place.where} as a role that ${excess.join(', ')}: an attacker who takes over the server could change append-only tables`,
            } as const,
          ]
        : []),
    ];
    return { database, notices };
  } catch (error) {
    await database.close();
    throw error;
  }
}
