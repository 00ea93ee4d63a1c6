import { createRandom, type Database, type Random } from '@hub/kit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Migration20260101000000_ledger as ledgerMigration } from '../subgraphs/kit/src/ledger/ledger.migration.js';
import { changesSince } from '../subgraphs/kit/src/ledger/ledger-changes.js';
import { Migration20260101000200_ledgerVersion as versionMigration } from '../subgraphs/kit/src/ledger/ledger-version.migration.js';
import { Migration20260101000900_ledgerPlace as ledgerPlaceMigration } from '../subgraphs/kit/src/ledger/ledger-place.migration.js';
import { Migration20260101000100_importRun as importRunMigration } from '../subgraphs/kit/src/import/import-run.migration.js';
import { Migration20260101001100_importThrough as importThroughMigration } from '../subgraphs/kit/src/import/import-through.migration.js';
import { Migration20260101000800_place as placeMigration } from '../subgraphs/kit/src/places/place.migration.js';
import { syncPlaces } from '../subgraphs/kit/src/places/sync-places.js';
import { placesConfig } from './support/places.js';
import { type Evidence, type LedgerFact, recordEvidence } from '../subgraphs/kit/src/ledger/ledger.js';
import { recount, rollUp } from './support/ledger-recount.js';
import { openTestDatabase, testDatabases } from './support/database.js';

const today = '2026-12-01';
const goals = ['ADULTS_BASIC', 'PUBLIC_SECTOR'] as const;

/** Few persons and records, so that they collide: the same person in several records, the same record again. */
function randomEvidence(random: Random): Evidence {
  const facts = goals.flatMap((goalCode): LedgerFact[] => {
    if (random.chance(0.3)) return [];
    const communeCode = random.pick(['14845', '14848', '14854']);
    if (random.chance(0.3)) {
      const occurrences = random.integer(1, 50);
      return [
        { kind: 'activity', goalCode, communeCode, occurredOn: random.day('2026-01-01', '2026-04-30'), occurrences },
      ];
    }
    return [
      {
        kind: 'person',
        goalCode,
        pseudonym: String(random.integer(1, 15)).padStart(43, 'p'),
        communeCode,
        reachedOn: random.day('2026-01-01', '2026-04-30'),
        sex: 'FEMALE',
        ageBand: '35_59',
      },
    ];
  });
  return { evidence: `record:${random.integer(1, 40)}`, facts };
}

function batchOf(random: Random): Evidence[] {
  const records = Array.from({ length: random.integer(1, 12) }, () => randomEvidence(random));
  return [...new Map(records.map((record) => [record.evidence, record])).values()];
}

describe.each(testDatabases)('the ledger on $name', ({ create }) => {
  let database: Database;

  const expectRollUpToBeRight = async () => {
    const counted = await database.em.fork().execute(recount);
    expect(await database.em.fork().execute(rollUp)).toEqual(counted);
    return counted.length;
  };

  // A ledger of its own for each test, so that none needs what another wrote.
  beforeEach(async () => {
    const migrations = [
      ...[ledgerMigration, versionMigration, importRunMigration, placeMigration, ledgerPlaceMigration],
      importThroughMigration,
    ];
    database = await openTestDatabase(await create(), { entities: [], migrations });
    await syncPlaces(database.em, placesConfig);
  });
  afterEach(() => database.close());

  /** Writes what the tests begin with, where they are not about writing. */
  const fill = async () => {
    const random = createRandom('filled');
    for (let round = 0; round < 10; round += 1) {
      await database.em.fork().transactional((em) => recordEvidence(em, batchOf(random), today));
    }
  };

  test('roll-ups equal a recount after each of many random writes', async () => {
    const random = createRandom('ledger');
    for (let round = 0; round < 60; round += 1) {
      await database.em.fork().transactional((em) => recordEvidence(em, batchOf(random), today));
      await expectRollUpToBeRight();
    }
    expect(await expectRollUpToBeRight()).toBeGreaterThan(10);
  });

  test('the ledger holds what each record said last, and no more', async () => {
    const random = createRandom('said last');
    const said = new Map<string, Evidence['facts']>();
    for (let round = 0; round < 20; round += 1) {
      const batch = batchOf(random);
      await database.em.fork().transactional((em) => recordEvidence(em, batch, today));
      for (const { evidence, facts } of batch) said.set(evidence, facts);
    }
    const expected = [...said].flatMap(([evidence, facts]) =>
      facts.map(({ kind, goalCode, communeCode }) => [kind, evidence, goalCode, communeCode].join(' ')),
    );
    const kept: { fact: string }[] = await database.em.fork().execute(
      `select concat_ws(' ', 'person', evidence, goal_code, commune_code) as fact from ledger_entry
       union all select concat_ws(' ', 'activity', evidence, goal_code, commune_code) from ledger_activity`,
    );
    expect(kept.map(({ fact }) => fact).sort()).toEqual(expected.sort());
  });

  test('roll-ups equal a recount after writes side by side, some of them undone', async () => {
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      const random = createRandom(`writer ${writer}`);
      for (let round = 0; round < 15; round += 1) {
        const undo = random.chance(0.2);
        const write = database.em.fork().transactional(async (em) => {
          await recordEvidence(em, batchOf(random), today);
          if (undo) throw new Error('undone');
        });
        await write.catch((error: unknown) => {
          if (!(error instanceof Error && error.message === 'undone')) throw error;
        });
      }
    });
    await Promise.all(writers);
    await expectRollUpToBeRight();
  });

  /** What a reader of changes has: the roll-up of each goal and commune as of its cursor. */
  const reader = () => {
    const known = new Map<string, string>();
    let cursor = '0';
    return {
      known,
      /** Hears of what changed, and reads that alone anew. */
      async catchUp() {
        const heard = await changesSince(database.em.fork(), cursor);
        cursor = heard.cursor;
        for (const { goalCode, communeCode, firstMonth } of heard.changes) {
          const months: { month: string }[] = await database.em
            .fork()
            .execute(`select * from (${rollUp}) r where goal = ? and commune = ?`, [goalCode, communeCode]);
          const cell = `${goalCode} ${communeCode}`;
          const before = months.filter(({ month }) => month < firstMonth);
          const knownBefore = (JSON.parse(known.get(cell) ?? '[]') as typeof months).filter(
            ({ month }) => month < firstMonth,
          );
          expect(before).toEqual(knownBefore);
          known.set(cell, JSON.stringify(months));
        }
        return heard.changes.length;
      },
      async expectToKnowAll() {
        const rows: { goal: string; commune: string }[] = await database.em.fork().execute(rollUp);
        const cells = Map.groupBy(rows, ({ goal, commune }) => `${goal} ${commune}`);
        const nonEmpty = [...known].filter(([, months]) => months !== '[]');
        expect(new Map(nonEmpty)).toEqual(new Map([...cells].map(([cell, months]) => [cell, JSON.stringify(months)])));
      },
    };
  };

  test('who asks what changed since hears of every change, and of nothing when nothing did', async () => {
    const random = createRandom('changes');
    const one = reader();
    await one.catchUp();
    for (let round = 0; round < 40; round += 1) {
      await database.em.fork().transactional((em) => recordEvidence(em, batchOf(random), today));
      await one.catchUp();
      await one.expectToKnowAll();
      expect(await one.catchUp()).toBe(0);
    }
  });

  test('no change is passed over while several write', async () => {
    let writing = true;
    const writers = Array.from({ length: 5 }, async (_, writer) => {
      const random = createRandom(`side by side ${writer}`);
      for (let round = 0; round < 10; round += 1) {
        await database.em.fork().transactional((em) => recordEvidence(em, batchOf(random), today));
      }
    });
    const cursors: string[] = ['0'];
    const heard = new Set<string>();
    const listen = async () => {
      while (writing) {
        const { cursor, changes } = await changesSince(database.em.fork(), cursors.at(-1) ?? null);
        cursors.push(cursor);
        for (const { goalCode, communeCode } of changes) heard.add(`${cursor} ${goalCode} ${communeCode}`);
      }
    };
    const listening = listen();
    await Promise.all(writers);
    writing = false;
    await listening;
    // The newest change of each place was heard of by the first who asked after it was there.
    const newest: { cell: string; version: string }[] = await database.em
      .fork()
      .execute(
        `select goal_code || ' ' || commune_code as cell, max(version)::text as version from ledger_month group by 1`,
      );
    const last = cursors.at(-1) ?? '';
    for (const { cell, version } of newest.filter((one) => Number(one.version) <= Number(last))) {
      const cursor = cursors.find((one) => Number(one) >= Number(version));
      expect(heard).toContain(`${cursor} ${cell}`);
    }
  });

  test('a cursor that the ledger has not come to yet, as after a restore, tells of everything', async () => {
    await fill();
    const { cursor, changes } = await changesSince(database.em.fork(), '999999999');
    const cells: unknown[] = await database.em
      .fork()
      .execute(`select distinct goal_code, commune_code from ledger_month`);
    expect(cells.length).toBeGreaterThan(3);
    expect(changes).toHaveLength(cells.length);
    expect(await changesSince(database.em.fork(), null)).toEqual({ cursor, changes: [] });
    await expect(changesSince(database.em.fork(), 'day 1')).rejects.toThrow(/^Expected since to be a cursor/);
    await expect(changesSince(database.em.fork(), 'yesterday')).rejects.toThrow(/^Expected since to be a cursor/);
  });

  test('erasing a person leaves right roll-ups', async () => {
    await fill();
    const before = await database.em.fork().execute(rollUp);
    const erased: unknown[] = await database.em
      .fork()
      .execute(`delete from ledger_entry where pseudonym = ? returning evidence`, ['3'.padStart(43, 'p')]);
    expect(erased.length).toBeGreaterThan(0);
    await expectRollUpToBeRight();
    expect(await database.em.fork().execute(rollUp)).not.toEqual(before);
  });

  test('saying the same again changes nothing', async () => {
    await fill();
    const records = batchOf(createRandom('again'));
    const write = () => database.em.fork().transactional((em) => recordEvidence(em, records, today));
    await write();
    const before = await database.em
      .fork()
      .execute(`select xmin::text, * from ledger_entry order by evidence, goal_code`);
    await write();
    expect(
      await database.em.fork().execute(`select xmin::text, * from ledger_entry order by evidence, goal_code`),
    ).toEqual(before);
  });
});
