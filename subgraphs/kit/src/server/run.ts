import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLinked } from '@hub/protocol';
import {
  reportFailure,
  returnMemory,
  returnMemoryWhenIdle,
  StartFailure,
  takeOwnRecord,
  unforeseenFault,
  untilStopRequested,
  worthwhileBytes,
} from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { allMigrations } from '../definition/all-migrations.js';
import { followHangUps } from '../settings/config-changes.js';
import { readConfig, readMigrationConfig, readPlacesConfig } from '../settings/config.js';
import { migrateDatabase } from '../database/database.js';
import { tellableError } from '../database/loggable-error.js';
import { placeOf } from '../database/database-fault.js';
import { watchTables } from '../disclosure/watched-tables.js';
import { openOwnDatabase } from '../definition/open-own-database.js';
import { grantRights } from '../database/rights.js';
import { buildSubgraph } from '../definition/schema.js';
import { draftMigration, expectTables } from '../definition/fitting-tables.js';
import { takeFolder } from '../definition/organisation-folder.js';
import { createServer } from './server.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { openTelemetry, statementObserver } from '../telemetry/telemetry.js';

/** The default number of made-up people in the demonstration. */
export const demoPeople = 40_000;

/**
 * The main program of a subgraph:
 * - without arguments it serves, until SIGTERM, SIGINT or the end of its parent process;
 * - `migrate`, as the database's owner, runs the missing migrations, and grants the server's role its privileges;
 * - `draft` prints the next migration as JSON, from a temporary database (`OWNER_DATABASE_URL`);
 * - `sdl` prints the schema for the contract;
 * - `demo [PEOPLE]` writes the demonstration files again;
 * - `scale SHARE FOLDER` writes the files of a share of the province at full size into the folder.
 */
export async function runSubgraph(
  definition: SubgraphDefinition,
  words: readonly string[] = process.argv.slice(2),
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  try {
    takeUnlinked(definition);
    await perform(definition, words, environment);
  } catch (error) {
    reportFailure(definition.organisation, error, environment, tellableError);
    // The channel's listener would keep a process with a parent alive.
    if (process.connected) process.disconnect();
  }
}

/** Reads the record of an organisation that this hub does not know from the organisation's folder. */
function takeUnlinked({ organisation, folder }: SubgraphDefinition): void {
  const home = fileURLToPath(folder);
  if (!isLinked(organisation) && existsSync(join(home, 'organisation.yaml'))) takeFolder(home);
}

async function perform(
  definition: SubgraphDefinition,
  [command, argument, second]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  takeOwnRecord(fileURLToPath(definition.folder), definition.organisation);
  switch (command) {
    case undefined:
      return serve(definition, environment);
    case 'migrate':
      console.log(`${definition.organisation}: ${await migrate(definition, environment)}.`);
      return;
    case 'draft':
      process.stdout.write(`${JSON.stringify(await draftMigration(definition, environment))}\n`);
      return;
    case 'sdl':
      process.stdout.write((await buildSubgraph(definition)).sdl);
      return;
    case 'demo': {
      const folder = join(fileURLToPath(definition.folder), 'demo');
      mkdirSync(folder, { recursive: true });
      const { placesFolder, rootPlace } = readPlacesConfig(environment);
      return definition.writeDemo?.({ placesFolder, rootPlace, people: Number(argument ?? demoPeople), folder });
    }
    case 'scale': {
      if (argument === undefined || second === undefined) throw new StartFailure('scale: expected SHARE and FOLDER', 2);
      const demoFolder = join(fileURLToPath(definition.folder), 'demo');
      const { placesFolder, rootPlace } = readPlacesConfig(environment);
      return definition.writeScale?.({ placesFolder, rootPlace, demoFolder, share: Number(argument), folder: second });
    }
    default:
      console.error(`Expected no argument, migrate, draft, sdl, demo or scale, got ${command}.`);
      process.exitCode = 2;
  }
}

/**
 * Does the owner's work, which a server must not do: see `migrate` above. Tables that do not match the records are
 * refused at its end.
 * @returns a sentence on the result.
 */
async function migrate(definition: SubgraphDefinition, environment: NodeJS.ProcessEnv): Promise<string> {
  const { organisation, rights = {}, migrations: ownMigrations } = definition;
  const { ownerUrl, serverRole } = readMigrationConfig(environment);
  const place = placeOf(ownerUrl, 'OWNER_DATABASE_URL');
  const options = { migrations: allMigrations(definition), owner: { organisation, ownMigrations } };
  const count = await migrateDatabase(ownerUrl, options, place, async (em) => {
    await expectTables(em, definition, place);
    await watchTables(em, definition.tables ?? []);
    if (serverRole !== undefined) await grantRights(em, serverRole, rights, place);
  });
  const granted =
    serverRole === undefined ? 'no role but the owner was named' : `"${serverRole}" has what a server needs`;
  return `${count} migrations were run in ${place.where}; ${granted}`;
}

async function serve(definition: SubgraphDefinition, environment: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(environment, definition.organisation);
  const stopRequested = untilStopRequested();
  const opened: { log?: FastifyBaseLogger } = {};
  const faulted = unforeseenFault((error) => {
    if (opened.log) opened.log.fatal({ err: error }, 'an unforeseen fault; the server stops');
    else console.error(`${definition.organisation}: stops after an unforeseen fault:`, error);
  });
  const changes = followHangUps(() => readConfig(environment, definition.organisation), config);
  const built = await buildSubgraph(definition);
  const telemetry = await openTelemetry(definition.organisation, environment, (fault) => {
    opened.log?.warn({ fault }, 'traces are not sent');
  });
  const observe = statementObserver(telemetry);
  const migrated =
    config.migrateAtStart && environment['OWNER_DATABASE_URL'] ? await migrate(definition, environment) : undefined;
  const { database, notices } = await openOwnDatabase(
    definition,
    migrated === undefined ? config : { ...config, migrateAtStart: false },
    (statement) => {
      observe(statement);
      const milliseconds = Math.round(10 * (statement.ended - statement.began)) / 10;
      opened.log?.debug({ statement: statement.text, milliseconds }, 'asked the database');
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
      database.endLargeWork();
      await server.close();
    }
  } finally {
    changes.stop();
    await database.close();
    await telemetry.tracing?.close();
  }
}
