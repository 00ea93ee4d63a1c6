import { describe, expect, test } from '@jest/globals';
import { DataKind } from '../organisation/organisation.type.js';
import { computedProgressOf, goalOf } from './goal-progress.loader.js';

const goal = {
  ...{ code: 'PUPILS', audience: 'PUPILS', target: 0.8, base: 0 },
  ...{ startsOn: '2025-01-01', deadline: '2026-12-31', validFrom: '2025-01-01', validUntil: null },
};
const share = { people: 40, suppressed: false, asOf: '2026-10-01T00:00:00Z' };
const key = { goalCode: 'PUPILS', communeCode: '38', period: '2026-10', womensUnionShare: share };

interface Known {
  readonly goals?: readonly object[];
  readonly dataKind?: DataKind;
  readonly demonstration?: boolean;
  readonly hasDenominator?: boolean;
  readonly today?: string;
}

/** What a resolver is given, where movement's tables say so much. */
function contextOf({ goals = [goal], dataKind = DataKind.REAL, hasDenominator = true, ...more }: Known = {}) {
  const { demonstration = false, today = '2027-06-01' } = more;
  const organisation = { position: 0, code: 'womens-union', dataKind };
  const em = {
    find: () => Promise.resolve(goals),
    map: (_entity: unknown, row: object) => row,
    execute: (sql: string) => {
      if (sql.includes('goal_expectation')) return Promise.resolve([organisation]);
      return Promise.resolve(
        hasDenominator ? [{ position: 0, value: 100, demonstration, validFrom: '2025-01-01' }] : [],
      );
    },
  };
  return { em, now: () => new Date(`${today}T00:00:00Z`), loaders: new Map(), rootPlace: '38' } as never;
}
const compute = (known: Known, progress: object = key) =>
  computedProgressOf({ ...progress } as typeof key, contextOf(known));

describe('the progress of a goal', () => {
  test('that there is not is a fault', async () => {
    await expect(goalOf(key, contextOf({ goals: [] }))).rejects.toThrow(
      'No goal PUPILS, though its progress was resolved.',
    );
  });

  test('is computed once, however many of its fields are asked for', async () => {
    const [context, progress] = [contextOf(), { ...key }];
    const first = computedProgressOf(progress, context);
    expect(computedProgressOf(progress, context)).toBe(first);
    expect(await first).toMatchObject({
      people: { lower: 40, upper: 40 },
      ratio: 0.4,
      reportedOrganisations: [{ code: 'womens-union' }],
      missingOrganisations: [],
      demonstration: false,
    });
  });

  test.each<[string, Known, object, boolean]>([
    ['its denominator', { demonstration: true }, key, true],
    ['an organisation that answered', { dataKind: DataKind.DEMONSTRATION }, key, true],
    ['an organisation that did not', { dataKind: DataKind.DEMONSTRATION }, { ...key, womensUnionShare: null }, false],
    ['nothing, without a denominator', { hasDenominator: false }, key, false],
  ])('is a demonstration by %s', async (_, known, progress, expected) => {
    expect((await compute(known, progress)).demonstration).toBe(expected);
  });

  test('is as of the end of its period, or of today before that', async () => {
    const pace = async (today: string) => (await compute({ today })).pace;
    expect(await pace('2027-06-01')).toBe(await pace('2026-10-31'));
    expect(await pace('2026-10-01')).toBeGreaterThan((await pace('2026-10-31')) ?? Infinity);
  });

  test('is measured by the goal and the denominator that are in force on its day', async () => {
    const revised = { ...goal, target: 0.9, validFrom: '2027-01-01' };
    const versions = [{ ...goal, validUntil: '2026-12-31' }, revised];
    const target = async (period: string, today: string) =>
      (await goalOf({ ...key, period }, contextOf({ goals: versions, today }))).target;
    expect(await target('2026', '2027-06-01')).toBe(0.8);
    expect(await target('2027', '2027-06-01')).toBe(0.9);
    expect(await target('2027', '2026-06-01')).toBe(0.8);
    expect(await target('2024', '2027-06-01')).toBe(0.8);
    expect(await compute({}, { ...key, period: '2024' })).toMatchObject({ ratio: null, status: 'NO_DATA' });
  });

  test('takes for a share only what a gateway hands over as one', async () => {
    const { people, missingOrganisations } = await compute({}, { ...key, womensUnionShare: 'many' });
    expect({ people, missing: missingOrganisations.length }).toEqual({ people: null, missing: 1 });
  });
});
