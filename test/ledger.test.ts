import { createRandom, type Database, openDatabase, type Random } from '@hub/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Migration20260101000000_ledger as ledgerMigration } from '../subgraphs/kit/src/ledger/ledger.migration.js';
import { type Evidence, type LedgerFact, recordEvidence } from '../subgraphs/kit/src/ledger/ledger.js';
import { testDatabases } from './support/database.js';

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
        area: 'MOUNTAIN',
      },
    ];
  });
  return { evidence: `record:${random.integer(1, 40)}`, facts };
}

function batchOf(random: Random): Evidence[] {
  const records = Array.from({ length: random.integer(1, 12) }, () => randomEvidence(random));
  return [...new Map(records.map((record) => [record.evidence, record])).values()];
}

const recount = `
  select coalesce(p.goal_code, a.goal_code) as goal, coalesce(p.commune_code, a.commune_code) as commune,
    coalesce(p.month, a.month) as month, coalesce(people, 0)::int as people, coalesce(occurrences, 0)::int as occurrences
  from (
    select goal_code, commune_code, month, count(*) as people from (
      select distinct on (goal_code, pseudonym) goal_code, commune_code, to_char(reached_on, 'YYYY-MM') as month
      from ledger_entry order by goal_code, pseudonym, reached_on, evidence) first
    group by 1, 2, 3) p
  full join (
    select goal_code, commune_code, to_char(occurred_on, 'YYYY-MM') as month, sum(occurrences) as occurrences
    from ledger_activity group by 1, 2, 3) a
  on (a.goal_code, a.commune_code, a.month) = (p.goal_code, p.commune_code, p.month)
  order by 1, 2, 3`;

const rollUp = `
  select goal_code as goal, commune_code as commune, month, people, occurrences from ledger_month
  where people > 0 or occurrences > 0 order by 1, 2, 3`;

describe.each(testDatabases)('the ledger on $name', ({ create }) => {
  let database: Database;

  const expectRollUpToBeRight = async () => {
    const counted = await database.em.fork().execute(recount);
    expect(await database.em.fork().execute(rollUp)).toEqual(counted);
    return counted.length;
  };

  beforeAll(async () => {
    database = await openDatabase(await create(), { entities: [], migrations: [ledgerMigration] });
  });
  afterAll(() => database.close());

  test('roll-ups equal a recount after each of many random writes', async () => {
    const random = createRandom('ledger');
    for (let round = 0; round < 60; round += 1) {
      await database.em.fork().transactional((em) => recordEvidence(em, batchOf(random)));
      await expectRollUpToBeRight();
    }
    expect(await expectRollUpToBeRight()).toBeGreaterThan(10);
  });

  test('roll-ups equal a recount after writes side by side, some of them undone', async () => {
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      const random = createRandom(`writer ${writer}`);
      for (let round = 0; round < 15; round += 1) {
        const undo = random.chance(0.2);
        const write = database.em.fork().transactional(async (em) => {
          await recordEvidence(em, batchOf(random));
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
    await database.em.fork().execute(`delete from ledger_entry where pseudonym = ?`, ['3'.padStart(43, 'p')]);
    await expectRollUpToBeRight();
  });

  test('saying the same again changes nothing', async () => {
    const records = batchOf(createRandom('again'));
    const write = () => database.em.fork().transactional((em) => recordEvidence(em, records));
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
