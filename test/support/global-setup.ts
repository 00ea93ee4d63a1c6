import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql';

declare global {
  /** The container that `global-teardown.ts` stops. */
  var hubTestContainer: StartedPostgreSqlContainer | undefined;
}

/** Finds the PostgreSQL server that the database tests run on beside the embedded one, and says which. */
export default async function findPostgres(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    process.env['HUB_TEST_POSTGRES'] = given;
    console.log('\nDatabase tests run on embedded PostgreSQL and on the server of TEST_DATABASE_URL.');
    return;
  }
  // The teardown stops the container; Ryuk, which would do it after a crash, is an image that not every machine can pull.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  try {
    globalThis.hubTestContainer = await new PostgreSqlContainer('postgres:17-alpine').start();
    process.env['HUB_TEST_POSTGRES'] = globalThis.hubTestContainer.getConnectionUri();
    console.log('\nDatabase tests run on embedded PostgreSQL and on postgres:17-alpine in a container.');
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    console.log(
      `\nSKIPPED: the production shape in containers, and database tests on a PostgreSQL server (no TEST_DATABASE_URL, and no container: ${reason}). The latter run on embedded PostgreSQL.`,
    );
  }
}
