import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger } from 'fastify';
import { ConfigError, readConfig } from './config.js';
import { openDatabase } from './database/database.js';
import { Migration20260101000200_auditAnchor } from './audit/anchor.migration.js';
import { Migration20260101000700_auditMark } from './audit/mark.migration.js';
import { Migration20260101000100_importRun } from './import/import-run.migration.js';
import { Migration20260101000000_ledger } from './ledger/ledger.migration.js';
import { Migration20260101000200_ledgerVersion } from './ledger/ledger-version.migration.js';
import { hasLedger } from './ledger/ledger.js';
import { Migration20260101000300_people } from './people/people.migration.js';
import { buildSubgraph } from './schema.js';
import { createServer } from './server.js';
import type { SubgraphDefinition } from './subgraph.js';
import { openTelemetry, statementObserver } from './telemetry/telemetry.js';
import { Migration20260101000400_exchangeReceipt } from './trust/receipt.migration.js';
import { untilStopRequested } from './until-stop-requested.js';

/** How many made-up people the demonstration has unless told otherwise. */
export const demoPeople = 40_000;

/** An organisation's migrations, preceded by the kit's own. */
export function allMigrations(definition: SubgraphDefinition): SubgraphDefinition['migrations'] {
  return [
    ...(hasLedger(definition.organisation)
      ? [Migration20260101000000_ledger, Migration20260101000200_ledgerVersion, Migration20260101000300_people]
      : []),
    Migration20260101000100_importRun,
    Migration20260101000200_auditAnchor,
    Migration20260101000400_exchangeReceipt,
    Migration20260101000700_auditMark,
    ...definition.migrations,
  ];
}

/**
 * The main program of a subgraph:
 * - without arguments it serves, until SIGTERM, SIGINT or the end of the process that started it;
 * - `sdl` prints the schema as the contract has it;
 * - `demo [PEOPLE]` writes the demonstration files anew.
 */
export async function runSubgraph(
  definition: SubgraphDefinition,
  [command, argument]: readonly string[] = process.argv.slice(2),
): Promise<void> {
  switch (command) {
    case undefined:
      return serve(definition);
    case 'sdl':
      process.stdout.write((await buildSubgraph(definition)).sdl);
      return;
    case 'demo': {
      const folder = join(fileURLToPath(definition.folder), 'demo');
      mkdirSync(folder, { recursive: true });
      return definition.writeDemo?.({ people: Number(argument ?? demoPeople), folder });
    }
    default:
      console.error(`Expected no argument, sdl or demo, got ${command}.`);
      process.exitCode = 2;
  }
}

async function serve(definition: SubgraphDefinition): Promise<void> {
  let config;
  try {
    config = readConfig(process.env, definition.organisation);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${definition.organisation}: ${error.message}`);
    process.exitCode = 2;
    return;
  }
  const stopRequested = untilStopRequested();
  const built = await buildSubgraph(definition);
  const opened: { log?: FastifyBaseLogger } = {};
  const telemetry = await openTelemetry(definition.organisation, process.env, (fault) => {
    opened.log?.warn({ fault }, 'traces are not sent');
  });
  const observe = statementObserver(telemetry);
  const database = await openDatabase(config.databaseUrl, {
    entities: definition.entities,
    migrations: allMigrations(definition),
    onStatement: (statement) => {
      observe(statement);
      opened.log?.debug({ statement: statement.text }, 'asked the database');
    },
  });
  const server = await createServer({ definition, built, database, config, telemetry });
  opened.log = server.log;
  await server.listen({ host: config.host, port: config.port });
  await stopRequested;
  server.log.info('stopping');
  await server.close();
  await database.close();
  await telemetry.tracing?.close();
}
