import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { StartFailure } from '@hub/runtime';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { allMigrations } from './all-migrations.js';
import { readMigrationConfig } from '../settings/config.js';
import { type DatabasePlace, placeOf } from '../database/database-fault.js';
import { migrateDatabase } from '../database/database.js';
import { checkTables } from '../record/check-tables.js';
import { draftOf, type TableFault } from '../record/record-tables.js';
import type { SubgraphDefinition } from './subgraph.js';

/**
 * Compares an organisation's tables with its records.
 * @throws StartFailure that names each difference, and the command that drafts the migration for it.
 */
export async function expectTables(
  em: SqlEntityManager,
  { organisation, records = [], folder }: SubgraphDefinition,
  { where }: DatabasePlace,
): Promise<void> {
  if (records.length === 0) return;
  const faults = await checkTables(em, records);
  if (faults.length === 0) return;
  const path = relative(process.cwd(), fileURLToPath(folder)) || '.';
  throw new StartFailure(
    `Expected the tables of ${organisation} to be as its records declare them, but in ${where}:\n${faults
      .map(({ fault }) => `  ${fault}`)
      .join(
        '\n',
      )}\nThe next migration is drafted by: pnpm hub migrate draft ${path.startsWith('..') ? fileURLToPath(folder) : path}`,
    2,
  );
}

/** A draft of an organisation's next migration. */
export interface DraftedMigration {
  readonly organisation: string;
  /** In their order; a line that begins with `--` describes work by hand. */
  readonly statements: readonly string[];
  readonly faults: readonly TableFault[];
}

/**
 * Runs an organisation's migrations in a temporary database (`OWNER_DATABASE_URL`), and compares the tables with its
 * records.
 */
export async function draftMigration(
  definition: SubgraphDefinition,
  environment: NodeJS.ProcessEnv,
): Promise<DraftedMigration> {
  const { organisation, migrations: ownMigrations, records = [] } = definition;
  const { ownerUrl } = readMigrationConfig(environment);
  let faults: readonly TableFault[] = [];
  const options = { migrations: allMigrations(definition), owner: { organisation, ownMigrations } };
  await migrateDatabase(ownerUrl, options, placeOf(ownerUrl, 'OWNER_DATABASE_URL'), async (em) => {
    faults = records.length === 0 ? [] : await checkTables(em, records);
  });
  return { organisation, statements: draftOf(faults), faults };
}
