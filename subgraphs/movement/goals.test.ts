import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile, type GoalFileKind, goalRow } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import type { Cell } from '@hub/protocol';
import { movement } from './src/subgraph.js';

describe('goals and denominators', () => {
  let subgraph: RunningSubgraph;

  const taken = async (kind: GoalFileKind, ...rows: string[]) => {
    const lines = await subgraph.import(kind, goalFile(kind, ...rows));
    expect(lines.at(-1)).toMatchObject({ written: rows.length, rejected: 0 });
  };
  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-11-26T00:00:00Z') });
    for (const kind of ['organisations', 'goal-expectations', 'denominators']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  });
  afterAll(() => subgraph.stop());

  test('has the goals that are shipped from its start, with whom they count', async () => {
    const { goals } = await ask(
      '{ goals { code validFrom validUntil base reportDueDays audience { code title(language: EN) ageFrom ageUntil ageOn } } }',
    );
    expect(goals).toHaveLength(4);
    expect(goals[0]).toEqual({
      ...{ code: 'ADULTS_BASIC', validFrom: '2025-04-24', validUntil: null, base: 0, reportDueDays: null },
      audience: { code: 'ADULTS', title: 'Adults (18 and over)', ageFrom: 18, ageUntil: null, ageOn: null },
    });
  });

  describe('from 2027 on, 90 % is to be confirmed', () => {
    const target = 'target deadline validFrom validUntil';

    beforeAll(() =>
      taken(
        'goals',
        goalRow({ from: '2025-04-24', until: '2026-12-31', due: 10 }),
        goalRow({ from: '2027-01-01', target: 0.9, deadline: '2028-12-31', due: 5 }),
      ),
    );

    test('which a day of then gets, and a day before it the former', async () => {
      const { now, then, never, versions } = await ask(`{
        now: goal(code: "ADULTS_CONFIRMED") { ${target} }
        then: goal(code: "ADULTS_CONFIRMED", on: "2027-06-01") { ${target} }
        never: goal(code: "ADULTS_CONFIRMED", on: "2025-01-01") { ${target} }
        versions: goal(code: "ADULTS_CONFIRMED") { versions { target title(language: EN) audienceCode } } }`);
      expect(now).toMatchObject({ target: 0.8, validUntil: '2026-12-31' });
      expect(then).toEqual({ target: 0.9, deadline: '2028-12-31', validFrom: '2027-01-01', validUntil: null });
      expect(never).toBeNull();
      expect(versions.versions).toEqual([
        { target: 0.8, title: 'A goal', audienceCode: 'ADULTS' },
        { target: 0.9, title: 'A goal', audienceCode: 'ADULTS' },
      ]);
    });

    test('and a period’s report is due some days after it', async () => {
      const { goal } = await ask('{ goal(code: "ADULTS_CONFIRMED") { progress(period: "2026-Q2") { reportDueOn } } }');
      expect(goal.progress).toEqual({ reportDueOn: '2026-07-10' });
      const { goal: other } = await ask('{ goal(code: "PUPILS") { progress(period: "2026-Q2") { reportDueOn } } }');
      expect(other.progress).toEqual({ reportDueOn: null });
    });

    test('when it is 2027, a period before keeps what was said under the former', async () => {
      const offered = await OfferedReleases.open();
      const later = await startSubgraph(movement, newDatabase(), {
        now: () => new Date('2027-07-01T03:00:00Z'),
        offers: offered,
        releaseKeyFiles: offered.keyFiles,
      });
      try {
        const rows = [
          goalRow({ from: '2025-04-24', until: '2026-12-31' }),
          goalRow({ from: '2027-01-01', target: 0.9, deadline: '2028-12-31' }),
        ];
        await later.import('goals', goalFile('goals', ...rows));
        await later.import('organisations', await readFile(new URL('data/organisations.csv', movement.folder)));
        await later.import(
          'goal-expectations',
          goalFile('goal-expectations', 'ADULTS_CONFIRMED,womens-union,2025-04-24,'),
        );
        await later.import('denominators', goalFile('denominators', 'ADULTS,38,1,100,2025-07-01,2025-04-24,,X,,false'));
        const cell = (month: string): Cell => ['ADULTS_CONFIRMED', '38', '0001-01-01', month, 85, 85, 0];
        await offered.release('womens-union', [cell('2026-12'), cell('2027-06')], { through: '2027-06-30' });
        const { data } = await later.entities(
          ['2026-12', '2027-06'].map((period) => ({
            ...{ __typename: 'GoalProgress', id: `GoalProgress:ADULTS_CONFIRMED:38:${period}` },
          })),
          '... on GoalProgress { target goal { target deadline } status gapPeople }',
        );
        expect(data['_entities']).toEqual([
          { target: 0.8, goal: { target: 0.8, deadline: '2026-12-31' }, status: 'ACHIEVED', gapPeople: 0 },
          { target: 0.9, goal: { target: 0.9, deadline: '2028-12-31' }, status: 'ON_TRACK', gapPeople: 5 },
        ]);
      } finally {
        await later.stop();
        offered.stop();
      }
    });
  });

  test('a fifth goal, and one that takes another further, load without code', async () => {
    for (const kind of ['audiences', 'goals', 'goal-expectations']) {
      const content = await readFile(new URL(`../../docs/examples/enterprise-workers/${kind}.csv`, import.meta.url));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    const { goals, later, commune } = await ask(`{
      goals { code expects { code } follows { code } }
      later: goals(on: "2027-06-01") { code follows { code target } }
      commune(code: "14845") { goalProgress(period: "2026-10") { goalCode } } }`);
    const codes = (list: { code: string }[]) => list.map(({ code }) => code);
    expect(codes(goals)).toEqual(['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'ENTERPRISE_WORKERS', 'PUBLIC_SECTOR', 'PUPILS']);
    expect(goals[2]).toEqual({ code: 'ENTERPRISE_WORKERS', expects: [{ code: 'womens-union' }], follows: null });
    expect(codes(later)).toContain('ENTERPRISE_WORKERS_2030');
    expect(later.find(({ code }: { code: string }) => code === 'ENTERPRISE_WORKERS_2030').follows).toEqual({
      ...{ code: 'ENTERPRISE_WORKERS', target: 1 },
    });
    expect(commune.goalProgress.map(({ goalCode }: { goalCode: string }) => goalCode)).toEqual(codes(goals));
  });

  test('a place that is smaller than the bound of its goal gets counts, and no verdict, from the import on', async () => {
    const offered = await OfferedReleases.open();
    const own = await startSubgraph(movement, newDatabase(), {
      now: () => new Date('2027-01-10T03:00:00Z'),
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
    });
    try {
      await own.import('goals', goalFile('goals', goalRow({ from: '2025-04-24' })));
      await own.import('organisations', await readFile(new URL('data/organisations.csv', movement.folder)));
      await own.import('goal-expectations', goalFile('goal-expectations', 'ADULTS_CONFIRMED,womens-union,2025-04-24,'));
      const adults = ['14845,1,49', '14869,1,50'].map((row) => `ADULTS,${row},2025-07-01,2025-07-01,,X,,false`);
      await own.import('denominators', goalFile('denominators', ...adults));
      const cell = (place: string): Cell => ['ADULTS_CONFIRMED', place, '2025-07-01', '2026-12', 10, 19, 0];
      await offered.release('womens-union', [cell('14845'), cell('14869')], { through: '2026-12-31' });
      const judged = async () => {
        const { data } = await own.query(`{ goal(code: "ADULTS_CONFIRMED") {
          progressByCommune(period: "2026-12", orderBy: { field: PEOPLE, direction: DESC }) { edges {
            rank { overall } node { communeCode people { lower } gapPeople status doubts pace ends { least { status } } } } } } }`);
        return (data as any).goal.progressByCommune.edges
          .filter(({ node }: any) => node.people.lower > 0)
          .sort((one: any, other: any) => Number(one.node.communeCode) - Number(other.node.communeCode));
      };
      const verdict = { status: 'MISSED', doubts: [], pace: null, ends: { least: { status: 'MISSED' } } };
      const [small, large] = [
        { communeCode: '14845', people: { lower: 10 }, gapPeople: 30 },
        { communeCode: '14869', people: { lower: 10 }, gapPeople: 30 },
      ];
      expect(await judged()).toEqual(
        [small, large].map((node) => ({ rank: { overall: 1 }, node: { ...node, ...verdict } })),
      );
      const bound = 'goal_code,valid_from,valid_until,least_denominator\nADULTS_CONFIRMED,2025-04-24,,50';
      expect(await own.import('verdict-bounds', bound)).toMatchObject([{ type: 'done', rejected: 0 }]);
      const none = { status: 'UNCERTAIN', doubts: ['SMALL_PLACE'], pace: null, ends: null };
      expect(await judged()).toEqual([
        { rank: null, node: { ...small, ...none } },
        { rank: { overall: 1 }, node: { ...large, ...verdict } },
      ]);
    } finally {
      await own.stop();
      offered.stop();
    }
  });

  test('an organisation is expected from a day until a day', async () => {
    await taken('goal-expectations', 'PUPILS,education,2025-04-24,2026-06-30', 'PUPILS,youth-union,2026-07-01,');
    const { data } = await subgraph.entities(
      ['2026-06', '2026-07'].map((period) => ({
        ...{ __typename: 'GoalProgress', id: `GoalProgress:PUPILS:38:${period}` },
      })),
      '... on GoalProgress { missing { code } }',
    );
    expect(data['_entities']).toEqual([{ missing: [{ code: 'education' }] }, { missing: [{ code: 'youth-union' }] }]);
    expect((await ask('{ goal(code: "PUPILS") { expects { code } } }')).goal.expects).toEqual([
      { code: 'youth-union' },
    ]);
  });

  describe('of several denominators', () => {
    const some = (place: string) => `denominators(audience: "PUPILS", place: "${place}") { version value validFrom }`;

    beforeAll(() =>
      taken(
        'denominators',
        'PUPILS,38,1,700000,2025-07-01,2025-04-24,2026-05-31,A count,,false',
        'PUPILS,38,2,710000,2026-05-01,2026-06-01,,Another count,,false',
        'PUPILS,38,3,690000,2026-06-01,,,A third one,,true',
      ),
    );

    test('one counts on a day, and the others can be asked for', async () => {
      const { goal, denominators } = await ask(`{
        goal(code: "PUPILS") { may: progress(period: "2026-05") { denominator { version value } }
          june: progress(period: "2026-06") { denominator { version value source validFrom validUntil } } }
        ${some('38')} }`);
      expect(goal.may.denominator).toEqual({ version: 1, value: 700_000 });
      expect(goal.june.denominator).toEqual({
        ...{ version: 2, value: 710_000, source: 'Another count', validFrom: '2026-06-01', validUntil: null },
      });
      expect(denominators).toEqual([
        { version: 3, value: 690_000, validFrom: null },
        { version: 2, value: 710_000, validFrom: '2026-06-01' },
        { version: 1, value: 700_000, validFrom: '2025-04-24' },
      ]);
    });

    test('where none is known there is none, and no place is made up', async () => {
      expect(await ask(`{ ${some('14845')} }`)).toEqual({ denominators: [] });
      const { errors } = await subgraph.query(`{ ${some('99999')} }`);
      expect(errors?.[0]).toMatchObject({ path: ['denominators'], extensions: { code: 'BAD_USER_INPUT' } });
    });
  });

  test('inhabitants are those that the state published, and its four gaps are gaps', async () => {
    const rows = await subgraph.execute(
      `select count(*)::int as communes, sum(value)::int as people, (count(*) filter (where value is null))::int as gaps,
         bool_or(demonstration) as demonstration from denominator where audience = 'INHABITANTS' and place_code <> '38'`,
    );
    expect(rows).toEqual([{ communes: 166, people: 3_940_075, gaps: 4, demonstration: false }]);
    const of = (place: string) =>
      ask(`{ denominators(audience: "INHABITANTS", place: "${place}") { value remark source asOf demonstration } }`);
    expect((await of('15409')).denominators).toMatchObject([
      { value: null, remark: 'Khuyết: nguồn ghi 188, bị mất chữ số', asOf: '2025-07-17' },
    ]);
    expect((await of('14758')).denominators).toMatchObject([{ value: 63_166, remark: null, demonstration: false }]);
  });
});
