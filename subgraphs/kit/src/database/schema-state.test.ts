import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { claimDatabase } from './identity.js';
import { Migration20260101000500_identity } from './identity.migration.js';
import type { Database } from './database.js';
import { placeOf } from './database-fault.js';
import { missingMigrations } from './schema-state.js';

const identity = Migration20260101000500_identity.name;
const place = placeOf('postgresql://hub@host/hub');
let database: Database;

const empty = async () => {
  await database.em.fork().execute('drop schema public cascade');
  await database.em.fork().execute('create schema public');
};

beforeAll(async () => {
  database = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
});
afterEach(empty);
afterAll(() => database.close());

/** The verdict of a program with some migrations on a database with others. */
async function judged(
  had: readonly string[],
  {
    knows,
    organisation = 'youth-union',
    own = ['Migration1_own'],
    prepare = () => Promise.resolve(),
  }: {
    readonly knows: readonly string[];
    readonly organisation?: string;
    readonly own?: readonly string[];
    readonly prepare?: (em: Database['em']) => Promise<unknown>;
  },
): Promise<unknown> {
  if (had.length > 0) await database.em.execute('create table mikro_orm_migrations (id serial primary key, name text)');
  for (const name of had) await database.em.execute('insert into mikro_orm_migrations (name) values (?)', [name]);
  if (had.includes(identity))
    await database.em.execute('create table hub_identity (name text primary key, value text)');
  await prepare(database.em.fork());
  const known = { organisation, migrations: knows, ownMigrations: own };
  return missingMigrations(database.em.fork(), known, place).catch((error: unknown) => (error as Error).message);
}

test('an empty database lacks every migration', async () => {
  expect(await judged([], { knows: [identity, 'Migration1_own'] })).toEqual([identity, 'Migration1_own']);
});

test('an older one lacks what is newer', async () => {
  expect(await judged(['Migration1_own'], { knows: [identity, 'Migration1_own'] })).toEqual([identity]);
});

test('one with another program’s tables is refused, and nothing is written there', async () => {
  const prepare = (em: Database['em']) => em.execute('create table invoices (id int)');
  expect(await judged([], { knows: [identity], prepare })).toBe(
    'Expected an empty database or one of youth-union, but the database "hub" on host:5432 has tables of another program (invoices). Correct DATABASE_URL.',
  );
});

test('another organisation’s is refused by name', async () => {
  const prepare = (em: Database['em']) => claimDatabase(em, { organisation: 'university', rootPlace: '38', place });
  const message = await judged([identity, 'Migration1_own'], { knows: [identity, 'Migration1_own'], prepare });
  expect(message).toBe(
    'Expected the database of youth-union, but the database "hub" on host:5432 belongs to university. Correct DATABASE_URL.',
  );
});

test('another organisation’s of before it kept its name is refused, too', async () => {
  const message = await judged(['Migration1_own'], { knows: [identity, 'MigrationOther'], own: ['MigrationOther'] });
  expect(message).toContain("is another organisation's: it has had Migration1_own");
});

test('one that a newer version has migrated is refused', async () => {
  const prepare = (em: Database['em']) => claimDatabase(em, { organisation: 'youth-union', rootPlace: '38', place });
  const had = [identity, 'Migration1_own', 'Migration2_own'];
  expect(await judged(had, { knows: [identity, 'Migration1_own'], prepare })).toContain(
    'but a newer version has migrated it (Migration2_own). Start that version, or restore the backup from before it.',
  );
});

test('one that another migrates meanwhile lacks every migration, or none', async () => {
  const known = { organisation: 'youth-union', migrations: ['Migration1_own'], ownMigrations: ['Migration1_own'] };
  for (let round = 0; round < 40; round += 1) {
    const migrated = database.em.fork().transactional(async (one) => {
      await one.execute('create table mikro_orm_migrations (id serial primary key, name text)');
      await one.execute('create table session (id int)');
      await one.execute(`insert into mikro_orm_migrations (name) values ('Migration1_own')`);
    });
    let isOver = false;
    const read = async () => {
      while (!isOver) expect([0, 1]).toContain((await missingMigrations(database.em.fork(), known, place)).length);
    };
    const readers = Promise.all([1, 2, 3, 4].map(read));
    await migrated;
    isOver = true;
    await readers;
    await empty();
  }
});
