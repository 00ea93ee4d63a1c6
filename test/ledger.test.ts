import { createRandom, type Random } from '@hub/demo';
import type { Database } from '@hub/kit/service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Migration20260101000000_ledger as ledgerMigration } from '../subgraphs/kit/src/ledger/ledger.migration.js';
import { Migration20260101000900_ledgerPlace as ledgerPlaceMigration } from '../subgraphs/kit/src/ledger/ledger-place.migration.js';
import { Migration20260101000100_importRun as importRunMigration } from '../subgraphs/kit/src/import/import-run.migration.js';
import { Migration20260101002000_importOutcome as importOutcomeMigration } from '../subgraphs/kit/src/import/import-outcome.migration.js';
import { Migration20260101002700_importReceipt as importReceipt } from '../subgraphs/kit/src/import/import-receipt.migration.js';
import { Migration20260101001100_importThrough as importThroughMigration } from '../subgraphs/kit/src/import/import-through.migration.js';
import { Migration20260101000800_place as placeMigration } from '../subgraphs/kit/src/places/place.migration.js';
import { syncPlaces } from '../subgraphs/kit/src/import/sync-places.js';
import { placesConfig } from './support/places.js';
import type { Evidence, LedgerFact } from '../subgraphs/kit/src/file/facts.js';
import { recordEvidence } from '../subgraphs/kit/src/ledger/ledger.js';
import { recount, rollUp } from './support/ledger-recount.js';
import { newDatabase, openTestDatabase } from './support/database.js';

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

describe('the ledger', () => {
  let database: Database;

  const expectRollUpToBeRight = async () => {
    const counted = await database.em.fork().execute(recount);
    expect(await database.em.fork().execute(rollUp)).toEqual(counted);
    return counted.length;
  };

  // A new ledger for each test, so that no test needs rows of another.
  beforeEach(async () => {
    const migrations = [
      ...[ledgerMigration, importRunMigration, placeMigration, ledgerPlaceMigration],
      importThroughMigration,
      importOutcomeMigration,
      importReceipt,
    ];
    database = await openTestDatabase(newDatabase(), { entities: [], migrations });
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
