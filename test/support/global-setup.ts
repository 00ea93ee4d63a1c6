import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql';

declare global {
  /** The container that `global-teardown.ts` stops. */
  var hubTestContainer: StartedPostgreSqlContainer | undefined;
}

/** Prepares what the tests of one run share. */
export default async function prepareRun(): Promise<void> {
  process.env['HUB_TEST_DUMPS'] = mkdtempSync(join(tmpdir(), 'hub-dumps-'));
  const url = await serverUrl();
  if (url !== undefined) process.env['HUB_TEST_POSTGRES'] = url;
}

/** The URL of a PostgreSQL server: the one that is given, or a container, which only the run that is for it starts. */
async function serverUrl(): Promise<string | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return given;
  if (process.env['HUB_TESTS'] !== 'server') return undefined;
  // The teardown stops the container; Ryuk, which would do it after a crash, is an image that not every machine can pull.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  try {
    globalThis.hubTestContainer = await new PostgreSqlContainer('postgres:17-alpine').start();
    return globalThis.hubTestContainer.getConnectionUri();
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    console.log(
      `\nSKIPPED: database tests on a PostgreSQL server (no TEST_DATABASE_URL, and no container: ${reason}).`,
    );
    return undefined;
  }
}
