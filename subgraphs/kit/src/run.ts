import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { returnMemory, returnMemoryWhenIdle, unforeseenFault, worthwhileBytes } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { allMigrations } from './all-migrations.js';
import { followHangUps } from './config-changes.js';
import { readConfig, readMigrationConfig, readPlacesConfig } from './config.js';
import { migrateDatabase } from './database/database.js';
import { placeOf } from './database/database-fault.js';
import { demoProvince } from './demo/province.js';
import { openOwnDatabase } from './database/open-own-database.js';
import { grantRights } from './database/rights.js';
import { buildSubgraph } from './schema.js';
import { createServer } from './server.js';
import { reportFailure } from './start-failure.js';
import type { SubgraphDefinition } from './subgraph.js';
import { openTelemetry, statementObserver } from './telemetry/telemetry.js';
import { untilStopRequested } from './until-stop-requested.js';

/** How many made-up people the demonstration has unless told otherwise. */
export const demoPeople = 40_000;

/**
 * The main program of a subgraph:
 * - without arguments it serves, until SIGTERM, SIGINT or the end of the process that started it;
 * - `migrate`, as the database's owner, runs the migrations that it lacks, and grants the server's role what it needs;
 * - `sdl` prints the schema as the contract has it;
 * - `demo [PEOPLE]` writes the demonstration files anew.
 */
export async function runSubgraph(
  definition: SubgraphDefinition,
  [command, argument]: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    await perform(definition, command, argument);
  } catch (error) {
    reportFailure(definition.organisation, error, process.env);
    // Its listener would keep a process that has a channel to the one that started it.
    if (process.connected) process.disconnect();
  }
}

async function perform(
  definition: SubgraphDefinition,
  command: string | undefined,
  argument: string | undefined,
): Promise<void> {
  switch (command) {
    case undefined:
      return serve(definition);
    case 'migrate':
      console.log(`${definition.organisation}: ${await migrate(definition)}.`);
      return;
    case 'sdl':
      process.stdout.write((await buildSubgraph(definition)).sdl);
      return;
    case 'demo': {
      const folder = join(fileURLToPath(definition.folder), 'demo');
      mkdirSync(folder, { recursive: true });
      const { placesFolder, rootPlace } = readPlacesConfig(process.env);
      const province = await demoProvince(placesFolder, rootPlace);
      return definition.writeDemo?.({ province, people: Number(argument ?? demoPeople), folder });
    }
    default:
      console.error(`Expected no argument, migrate, sdl or demo, got ${command}.`);
      process.exitCode = 2;
  }
}

/**
 * Runs as the owner what a server must not: see `migrate` above.
 * @returns a sentence on what was done.
 */
async function migrate(definition: SubgraphDefinition): Promise<string> {
  const { organisation, rights = {}, migrations: ownMigrations } = definition;
  const { ownerUrl, serverRole } = readMigrationConfig(process.env);
  const place = placeOf(ownerUrl, 'OWNER_DATABASE_URL');
  const options = { migrations: allMigrations(definition), owner: { organisation, ownMigrations } };
  const count = await migrateDatabase(ownerUrl, options, place, async (em) => {
    if (serverRole !== undefined) await grantRights(em, serverRole, rights, place);
  });
  const granted =
    serverRole === undefined ? 'no role but the owner was named' : `"${serverRole}" has what a server needs`;
  return `${count} migrations were run in ${place.where}; ${granted}`;
}

async function serve(definition: SubgraphDefinition): Promise<void> {
  const config = readConfig(process.env, definition.organisation);
  const stopRequested = untilStopRequested();
  const opened: { log?: FastifyBaseLogger } = {};
  const faulted = unforeseenFault((error) => {
    if (opened.log) opened.log.fatal({ err: error }, 'an unforeseen fault; the server stops');
    else console.error(`${definition.organisation}: stops after an unforeseen fault:`, error);
  });
  const changes = followHangUps(() => readConfig(process.env, definition.organisation), config);
  const built = await buildSubgraph(definition);
  const telemetry = await openTelemetry(definition.organisation, process.env, (fault) => {
    opened.log?.warn({ fault }, 'traces are not sent');
  });
  const observe = statementObserver(telemetry);
  const migrated = config.migrateAtStart && process.env['OWNER_DATABASE_URL'] ? await migrate(definition) : undefined;
  const { database, notices } = await openOwnDatabase(
    definition,
    migrated === undefined ? config : { ...config, migrateAtStart: false },
    (statement) => {
      observe(statement);
      opened.log?.debug({ statement: statement.text }, 'asked the database');
    },
  );
  try {
    const before = process.memoryUsage.rss();
    const onLoaded = () => {
      if (process.memoryUsage.rss() > before + worthwhileBytes) returnMemory();
    };
    const server = await createServer({ definition, built, database, config, telemetry, changes, onLoaded });
    opened.log = server.log;
    if (migrated !== undefined) server.log.info(migrated);
    for (const { level, message } of notices) server.log[level](message);
    const stopReturning = returnMemoryWhenIdle({ log: server.log });
    try {
      await server.listen({ host: config.host, port: config.port });
      changes.report(server.log);
      await Promise.race([stopRequested, faulted]);
      server.log.info('stopping');
    } finally {
      stopReturning();
      await server.close();
    }
  } finally {
    changes.stop();
    await database.close();
    await telemetry.tracing?.close();
  }
}
