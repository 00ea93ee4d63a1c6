import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { placesConfig, readingOn } from '../../../../test/support/places.js';
import type { Database } from '../database/database.js';
import { Migration20260101003500_importMapping as mappingMigration } from '../desk/import-mapping.migration.js';
import { Migration20260101001000_goals as goalsMigration } from '../goals/goals.migration.js';
import { Migration20260101000000_ledger as ledgerMigration } from '../ledger/ledger.migration.js';
import { Migration20260101002800_ledgerPerson as ledgerPersonMigration } from '../ledger/ledger-person.migration.js';
import { Migration20260101000900_ledgerPlace as ledgerPlaceMigration } from '../ledger/ledger-place.migration.js';
import { pseudonymOf } from '@hub/protocol';
import { objectionDigest } from '../file/objection-digest.js';
import { Migration20260101000800_place as placeMigration } from '../places/place.migration.js';
import { syncPlaces } from './sync-places.js';
import { rowChecker } from '../file/check-row.js';
import * as column from '../file/column.js';
import { daysInOrder } from '../file/days-in-order.js';
import { rowsOfCsv } from '../file/rows-of-file.js';
import { importFile, type ImportEvent, type ImportOptions } from './import-file.js';
import { openDesk } from '../definition/open-desk.js';
import { importEndpoints } from '../endpoints/import.endpoint.js';
import { defineImport } from '../file/import-kind.js';
import { Migration20260101002000_importOutcome as outcomeMigration } from './import-outcome.migration.js';
import { Migration20260101002700_importReceipt as receiptMigration } from './import-receipt.migration.js';
import { Migration20260101000100_importRun as importRunMigration } from './import-run.migration.js';
import { Migration20260101001100_importThrough as importThroughMigration } from './import-through.migration.js';
import { hasDemonstrationData, provenanceOf, publishProvenance } from './provenance.js';
import { Migration20260101001900_publishedProvenance as provenanceMigration } from './published-provenance.migration.js';

class Tables extends Migration {
  override name = 'tables_of_import_file_test';

  override up(): void {
    this.addSql('create table shop (code text primary key)');
    this.addSql(`create table thing (
      code text primary key, parent_code text, shop_code text, made_on text not null, sold_on text,
      amount integer not null check (amount < 100), tag text unique, other integer,
      constraint sane_amount check (amount <> 13), constraint strange check (other is null or other < 5)
    )`);
  }
}

const ShopEntity = defineEntity({ name: 'Shop', tableName: 'shop', properties: { code: p.text().primary() } });
const ThingEntity = defineEntity({
  name: 'Thing',
  tableName: 'thing',
  properties: {
    code: p.text().primary(),
    parentCode: p.text().nullable(),
    shopCode: p.text().nullable(),
    madeOn: p.text(),
    soldOn: p.text().nullable(),
    amount: p.integer(),
    tag: p.text().nullable(),
    other: p.integer().nullable(),
  },
});

const things = defineImport({
  kind: 'things',
  description: 'A thing',
  columns: {
    code: column.code,
    parent_code: column.optional(column.code),
    shop_code: column.optional(column.code),
    made_on: column.day,
    sold_on: column.optional(column.pastDay),
    amount: column.integer(),
    tag: column.optional(column.text),
    other: column.optional(column.integer()),
  },
  key: ['code'],
  references: { parent_code: [ThingEntity, 'code'], shop_code: [ShopEntity, 'code'] },
  check: (row) => daysInOrder(row, 'made_on', 'sold_on'),
  constraints: { sane_amount: { column: 'amount', reason: 'expected another amount than 13' } },
  entity: ThingEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    parentCode: row.parent_code,
    shopCode: row.shop_code,
    madeOn: row.made_on,
    soldOn: row.sold_on,
    amount: row.amount,
    tag: row.tag,
    other: row.other,
  }),
  toLedger: (row) => [
    {
      kind: 'activity',
      goalCode: 'PUPILS',
      communeCode: '14845',
      occurredOn: row.made_on,
      occurrences: row.amount,
    },
  ],
});

const header = Object.keys(things.columns).join(',');
/** A row of a file of things; a column that is not given has a default. */
const row = (code: string, given: Partial<Record<string, string | number>> = {}) =>
  Object.keys(things.columns)
    .map((name) => ({ code, made_on: '2026-01-01', amount: 1, ...given })[name] ?? '')
    .join(',');
/** Matches the last event of an import by the given fields. */
const done = (given: Partial<ImportEvent & { type: 'done' }>) => expect.objectContaining({ type: 'done', ...given });
const fileOf = (...rows: string[]) => [header, ...rows].map((line) => `${line}\n`).join('');

describe('importing a file', () => {
  let database: Database;
  const execute = (sql: string) => database.em.fork().execute<Record<string, unknown>[]>(sql);

  beforeAll(async () => {
    const migrations = [
      ledgerMigration,
      importRunMigration,
      importThroughMigration,
      placeMigration,
      ledgerPlaceMigration,
      goalsMigration,
      provenanceMigration,
      outcomeMigration,
      receiptMigration,
      ledgerPersonMigration,
      mappingMigration,
      Tables,
    ] as never;
    database = await openTestDatabase(newDatabase(), { entities: [ShopEntity, ThingEntity] as never, migrations });
    await execute("insert into shop values ('S1')");
    await syncPlaces(database.em, placesConfig);
    await execute('delete from import_run');
  });
  afterAll(() => database.close());
  afterEach(async () => {
    for (const table of ['thing', 'import_run', 'ledger_activity']) await execute(`delete from ${table}`);
  });

  async function run(text: string, more: Partial<ImportOptions> = {}): Promise<ImportEvent[]> {
    const events: ImportEvent[] = [];
    const content = (async function* () {
      for (let from = 0; from < text.length; from += 1000) {
        yield Promise.resolve(Buffer.from(text.slice(from, from + 1000)));
      }
    })();
    const options = {
      kind: things,
      file: 'a.csv',
      demonstration: false,
      rows: rowsOfCsv(content, Object.keys(things.columns)),
      today: '2026-03-01',
      rootPlace: '38',
    };
    for await (const event of importFile(database.em.fork(), {
      ...options,
      pseudonymKeys: undefined,
      hasLedger: false,
      ...more,
    })) {
      events.push(event);
    }
    return events;
  }
  const codes = async () => (await execute('select code from thing order by code')).map(({ code }) => code);

  test('takes its good rows, says of each other what is wrong, and keeps a record', async () => {
    const text = fileOf(
      row('A', { amount: 'many' }),
      row('B', { sold_on: '2026-01-02' }),
      row('B'),
      row('C', { sold_on: '2025-12-31' }),
      row('D', { sold_on: '2026-03-02' }),
      row('E', { amount: 5, shop_code: 'S1' }),
    );
    expect(await run(text)).toEqual([
      expect.objectContaining({
        type: 'rejected',
        row: 2,
        column: 'amount',
        reason: expect.stringMatching(/got "many"$/),
      }),
      { type: 'rejected', row: 4, column: 'code', reason: 'expected each key once, but row 3 has the same' },
      {
        ...{ type: 'rejected', row: 5, column: 'sold_on' },
        reason: 'expected a day on or after made_on (2026-01-01), got 2025-12-31',
      },
      expect.objectContaining({ type: 'rejected', row: 6, column: 'sold_on' }),
      done({ read: 6, written: 2, rejected: 4 }),
    ]);
    expect(await codes()).toEqual(['B', 'E']);
    expect(await execute('select kind, file, demonstration, sha256, read, written, rejected from import_run')).toEqual([
      {
        ...{ kind: 'things', file: 'a.csv', demonstration: false, read: 6, written: 2, rejected: 4 },
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    ]);
  });

  test('once more changes rows, and adds none', async () => {
    await run(fileOf(row('A', { amount: 1 }), row('B')));
    expect(await run(fileOf(row('A', { amount: 2 })))).toEqual([done({ read: 1, written: 1, rejected: 0 })]);
    expect(await execute("select amount from thing where code = 'A'")).toEqual([{ amount: 2 }]);
    expect(await codes()).toEqual(['A', 'B']);
  });

  test('without a row takes nothing', async () => {
    expect(await run(fileOf())).toEqual([done({ read: 0, written: 0, rejected: 0 })]);
  });

  test('refuses what names no row that is there, and takes what names one before it', async () => {
    const events = await run(
      fileOf(
        row('A', { parent_code: 'B' }),
        row('B', { shop_code: 'S2' }),
        row('C', { shop_code: 'S1' }),
        row('D', { parent_code: 'C' }),
        row('E', { parent_code: 'A' }),
      ),
    );
    expect(events).toEqual([
      {
        ...{ type: 'rejected', row: 2, column: 'parent_code' },
        reason: 'expected a code of thing that was imported before, got "B"',
      },
      {
        ...{ type: 'rejected', row: 3, column: 'shop_code' },
        reason: 'expected a code of shop that was imported before, got "S2"',
      },
      {
        ...{ type: 'rejected', row: 6, column: 'parent_code' },
        reason: 'expected a code of thing that was imported before, got "A"',
      },
      done({ read: 5, written: 2, rejected: 3 }),
    ]);
    expect(await run(fileOf(row('E', { parent_code: 'D' })))).toHaveLength(1);
  });

  test('loses only the rows that the database refuses, with what it tells of them', async () => {
    const events = await run(
      fileOf(
        row('A', { tag: 'x' }),
        row('B', { amount: 13 }),
        row('C', { amount: 100 }),
        row('D', { tag: 'x' }),
        row('E', { other: 5 }),
        row('F'),
      ),
    );
    const breaks = (constraint: string) => `expected a row that the database accepts, but it breaks ${constraint}`;
    expect(events).toEqual([
      { type: 'rejected', row: 3, column: 'amount', reason: 'expected another amount than 13' },
      { type: 'rejected', row: 4, column: 'amount', reason: breaks('thing_amount_check') },
      { type: 'rejected', row: 5, column: 'tag', reason: breaks('thing_tag_key') },
      { type: 'rejected', row: 6, column: '', reason: breaks('strange') },
      done({ read: 6, written: 2, rejected: 4 }),
    ]);
    expect(await codes()).toEqual(['A', 'F']);
  });

  test('of which only one row is refused says so too', async () => {
    expect(await run(fileOf(row('B', { amount: 13 })))).toMatchObject([{ row: 2 }, { written: 0, rejected: 1 }]);
  });

  test('is of batches, and tells how far it is', async () => {
    const rows = Array.from({ length: 4001 }, (_, index) => row(`T${index}`));
    expect(await run(fileOf(...rows))).toEqual([
      { type: 'progress', read: 2000 },
      { type: 'progress', read: 4000 },
      done({ read: 4001, written: 4001, rejected: 0 }),
    ]);
  });

  test('loses of each batch only what the database refuses, and names rows of the batch before', async () => {
    const isRefused = (index: number) => [0, 1999, 2000, 3998].includes(index);
    const rows = Array.from({ length: 4001 }, (_, index) =>
      row(`T${index}`, { ...(isRefused(index) && { amount: 13 }), ...(index === 4000 && { parent_code: 'T1998' }) }),
    );
    const events = await run(fileOf(...rows));
    expect(events.filter(({ type }) => type !== 'progress')).toMatchObject([
      ...[2, 2001, 2002, 4000].map((line) => ({ type: 'rejected', row: line, column: 'amount' })),
      done({ read: 4001, written: 3997, rejected: 4 }),
    ]);
    expect(await codes()).toHaveLength(3997);
  });

  test('that breaks off while a batch is written leaves nothing', async () => {
    const rows = Array.from({ length: 2001 }, (_, index) => row(`T${index}`));
    const broken = (async function* () {
      yield await Promise.resolve(Buffer.from(fileOf(...rows)));
      yield Buffer.from([0xff]);
    })();
    await expect(run('', { rows: rowsOfCsv(broken, Object.keys(things.columns)) })).rejects.toThrow('UTF-8');
    expect(await codes()).toEqual([]);
  });

  test('says which columns it takes no notice of', async () => {
    const [ignored] = await run(`${header},colour\n${row('A')},red\n`);
    expect(ignored).toEqual({ type: 'ignored', columns: ['colour'] });
  });

  test('that breaks off, or that nobody listens to any more, leaves nothing', async () => {
    const broken = (async function* () {
      yield await Promise.resolve(Buffer.from(fileOf(row('A'))));
      yield Buffer.from([0xff]);
    })();
    await expect(run('', { rows: rowsOfCsv(broken, Object.keys(things.columns)) })).rejects.toThrow('UTF-8');
    expect(await codes()).toEqual([]);
    const text = fileOf(row('A'), row('B', { amount: 'x' }));
    const content = (async function* () {
      yield await Promise.resolve(Buffer.from(text));
    })();
    const rows = rowsOfCsv(content, Object.keys(things.columns));
    const options = { kind: things, file: 'a', demonstration: false, rows, today: '2026-03-01', rootPlace: '38' };
    const em = database.em.fork();
    for await (const event of importFile(em, { ...options, pseudonymKeys: undefined, hasLedger: false })) {
      if (event.type === 'rejected') break;
    }
    expect(em.isInTransaction()).toBe(false);
    expect(await codes()).toEqual([]);
    expect(await execute('select * from import_run')).toEqual([]);
  });

  test('says to the ledger what its rows say, where there is one', async () => {
    await run(fileOf(row('A', { amount: 3 })));
    expect(await execute('select * from ledger_activity')).toEqual([]);
    const claiming = fileOf(row('A', { amount: 3 }), row('B', { amount: 4 }));
    expect(await run(claiming, { hasLedger: true })).toMatchObject([
      { row: 2, reason: expect.stringContaining('expected the goal PUPILS') },
      { row: 3 },
      { type: 'done', written: 0 },
    ]);
    await execute("insert into audience (code, title_vi, title_en) values ('PUPILS', 'Học sinh', 'Pupils')");
    await execute(`insert into goal (code, valid_from, title_vi, title_en, audience, target, base, starts_on, deadline, source, as_of)
      values ('PUPILS', '2025-01-01', 'X', 'X', 'PUPILS', 1, 0, '2025-01-01', '2026-12-31', 'X', '2025-01-01')`);
    await run(claiming, { hasLedger: true });
    expect(await execute('select evidence, occurrences from ledger_activity order by evidence')).toEqual([
      { evidence: 'things:A', occurrences: 3 },
      { evidence: 'things:B', occurrences: 4 },
    ]);
  });

  test('is known by its kind after the next release: when it came in, and whether it was made up', async () => {
    const context = () => ({ em: database.em.fork(), loaders: new Map() }) as never;
    const release = () => database.em.transactional(publishProvenance);
    await release();
    expect(await provenanceOf('things', context())).toEqual({ asOf: null, demonstration: false });
    expect(await hasDemonstrationData(context())).toBe(false);
    await run(fileOf(row('A')));
    expect(await provenanceOf('things', context())).toMatchObject({ asOf: null });
    await release();
    expect(await provenanceOf('things', context())).toEqual({ asOf: expect.any(Date), demonstration: false });
    expect(await hasDemonstrationData(context())).toBe(false);
    await run(fileOf(row('A')), { demonstration: true });
    expect(await hasDemonstrationData(context())).toBe(false);
    await release();
    expect(await provenanceOf('things', context())).toMatchObject({ demonstration: true });
    expect(await provenanceOf('others', context())).toMatchObject({ asOf: null, demonstration: false });
    expect(await hasDemonstrationData(context())).toBe(true);
  });

  describe('at the operator’s endpoint', () => {
    let server: FastifyInstance;
    let counted: string[];
    let desk: ReturnType<typeof openDesk>;

    beforeEach(() => {
      counted = [];
      server = fastify();
      const countingRows = (kind: string, events: AsyncIterable<ImportEvent>) => {
        counted.push(kind);
        return events;
      };
      const definition = { organisation: 'audit', imports: [things] } as never;
      desk = openDesk({
        ...{ definition, em: database.em, pseudonymKeys: () => undefined, config: { rootPlace: '38' } },
        ...{ metrics: { countingRows } as never, releaser: undefined, now: () => new Date('2026-03-01T12:00:00Z') },
      });
      importEndpoints(server, { definition, em: database.em, desk, releaser: undefined });
    });
    afterEach(async () => {
      desk.close();
      await server.close();
    });

    const post = async (url: string, payload: string) => {
      const { statusCode, headers, body } = await server.inject({
        ...{ method: 'POST', url: `/operator/imports/${url}`, payload },
        headers: { 'content-type': 'text/csv' },
      });
      const lines = body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return { statusCode, type: headers['content-type'], lines };
    };

    test('is answered in lines, and the day is the province’s', async () => {
      const { statusCode, type, lines } = await post(
        'things',
        fileOf(row('A', { sold_on: '2026-03-01' }), row('B', { sold_on: '2026-03-02' })),
      );
      expect({ statusCode, type }).toEqual({ statusCode: 200, type: 'application/x-ndjson' });
      expect(lines).toMatchObject([
        { type: 'rejected', row: 3 },
        { type: 'done', written: 1 },
      ]);
      expect(counted).toEqual(['things']);
      expect(await execute('select file, demonstration from import_run')).toEqual([
        { file: 'things', demonstration: false },
      ]);
      await post('things?file=b.csv&demonstration=true', fileOf(row('A')));
      await post('things?file=c.csv&demonstration=yes', fileOf(row('A')));
      expect(await execute('select file, demonstration from import_run order by id offset 1')).toEqual([
        { file: 'b.csv', demonstration: true },
        { file: 'c.csv', demonstration: false },
      ]);
      // An organisation without a ledger writes none.
      expect(await execute('select * from ledger_activity')).toEqual([]);
    });

    test('shows the kinds and what came in', async () => {
      await post('things', fileOf(row('A')));
      const [{ sha256 } = {}] = await execute('select sha256 from import_run');
      const { kinds, runs } = (await server.inject('/operator/imports')).json<Record<string, unknown[]>>();
      expect(runs).toEqual([{ kind: 'things', sha256 }]);
      expect(kinds).toEqual([
        expect.objectContaining({ kind: 'places' }),
        {
          ...{ kind: 'things', description: 'A thing' },
          columns: Object.entries(things.columns).map(([name, { expected }]) => ({ name, expected })),
        },
      ]);
    });

    test('of no kind that there is is refused', async () => {
      const { statusCode, lines } = await post('others', fileOf());
      expect(statusCode).toBe(404);
      expect(lines).toEqual([{ code: 'UNKNOWN_KIND', message: 'Expected one of places, things, got "others".' }]);
    });

    test('that cannot be read says why, and what the database has is not told', async () => {
      expect(await post('things', 'a,b\n')).toMatchObject({
        statusCode: 422,
        lines: [{ type: 'failed', code: 'UNREADABLE_FILE', message: expect.any(String), at: { row: 1 } }],
      });
      await execute('alter table thing rename to gone');
      try {
        expect(await post('things', fileOf(row('A')))).toMatchObject({
          statusCode: 500,
          lines: [
            {
              ...{ type: 'failed', code: 'INTERNAL_SERVER_ERROR' },
              message: "The import failed; no row of the file is in. The subgraph's log says why.",
            },
          ],
        });
      } finally {
        await execute('alter table gone rename to thing');
      }
    });

    test('comes in after the one before it', async () => {
      const many = Array.from({ length: 600 }, (_, index) => row(`T${index}`));
      const both = await Promise.all([
        post('things?file=1', fileOf(...many)),
        post('things?file=2', fileOf(row('T1', { amount: 9 }))),
      ]);
      expect(both.map(({ lines }) => lines.at(-1))).toMatchObject([{ type: 'done' }, { type: 'done' }]);
      expect(await execute('select file from import_run order by id')).toEqual([{ file: '1' }, { file: '2' }]);
      expect(await execute("select amount from thing where code = 'T1'")).toEqual([{ amount: 9 }]);
    });
  });
});

describe('the rows of people', () => {
  const people = { ...things, key: ['citizen_number', 'code'] as never, check: undefined as never };
  const number = {
    expected: 'a number',
    parse: (value: string) => (/^\d+$/.test(value) ? value : undefined),
    secret: true,
  };
  const columns = { citizen_number: number, name: { ...column.text, secret: true }, code: column.code };
  const pseudonymKeys = [Buffer.from('a-key-for-the-tests-0123456789012345')] as const;
  const check = rowChecker({ ...people, columns }, { pseudonymKeys, reading: readingOn('2026-03-01') });
  const record = (citizen_number: string, more: object = {}) =>
    ({ type: 'record', line: 2, values: { citizen_number, name: 'Mai', code: 'A', ...more } }) as never;

  test('have a pseudonym in the place of a number, and no name', () => {
    const pseudonym = pseudonymOf('1', pseudonymKeys);
    expect(check(record('1'))).toEqual({
      line: 2,
      key: `${pseudonym}/A`,
      row: { citizen_number: pseudonym, code: 'A' },
      objection: objectionDigest('1', pseudonymKeys),
    });
    expect(check(record('1'))).toMatchObject([{ column: 'citizen_number+code' }]);
  });

  test('that are wrong are never repeated', () => {
    expect(JSON.stringify(check(record('not a number')))).not.toContain('not a number');
  });

  test('need a key for pseudonyms', () => {
    const without = rowChecker({ ...people, columns }, { pseudonymKeys: undefined, reading: readingOn('2026-03-01') });
    expect(() => without(record('1'))).toThrow(
      'PSEUDONYM_KEY_FILE is not set, and this kind of file holds citizens’ numbers.',
    );
  });
});
