import { describe, expect, test } from '@jest/globals';
import { addDenominators, cellOfDenominator } from '../../disclosure/support/truth/denominators.js';
import { demonstration } from '../../disclosure/support/truth/demonstration.js';
import { releaseTable } from '../../disclosure/support/truth/releases.js';
import type { World } from '../../disclosure/support/structure.js';
import { peopleOfFiles, together } from '../../support/people-of-files.js';

interface JudgedGoal {
  readonly goal: string;
  readonly month: string;
  readonly organisations: readonly string[];
  /** Whether an organisation is not linked. */
  readonly isOpen?: boolean;
  /** The audience whose number is rounded down from an organisation's records. */
  readonly records?: string;
}

/** The demonstration's goals, each in the last month that all of its linked organisations have reported. */
const goals: readonly JudgedGoal[] = [
  {
    goal: 'ADULTS_BASIC',
    month: '2026-10',
    organisations: ['womens-union', 'youth-union', 'university', 'public-sector'],
  },
  {
    ...{ goal: 'PUBLIC_SECTOR', month: '2026-10', organisations: ['public-sector', 'university'] },
    records: 'PUBLIC_SECTOR_STAFF',
  },
  { goal: 'PUPILS', month: '2026-10', organisations: ['education'], records: 'PUPILS' },
  { goal: 'ADULTS_CONFIRMED', month: '2026-09', organisations: ['identity'] },
  // The service centre is not linked: its people are unknown.
  { goal: 'DEMO_ACCOUNTS', month: '2026-09', organisations: ['identity', 'university'], isOpen: true },
];

/** The goals of which all organisations have records of people, so that the files say who is in several. */
const countedOnce: readonly string[] = ['ADULTS_BASIC', 'PUBLIC_SECTOR'];

interface Ends {
  readonly least: number;
  readonly most: number;
}

interface Terms {
  readonly target: number;
  readonly base: number;
  readonly startsOn: string;
  readonly deadline: string;
}

interface Told {
  readonly communeCode: string;
  readonly status: string;
  readonly completeThrough: string;
  readonly people: { readonly interval: { readonly lower: number; readonly upper: number } | null } | null;
  readonly denominator: { readonly value: number | null; readonly asOf: string } | null;
}

const rootPlace = '38';
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** How a share stands, written once more from the movement's rules: it shares no code with the hub. */
function verdictOf(share: number, { target, base, startsOn, deadline }: Terms, on: string): string {
  if (share >= target) return 'ACHIEVED';
  if (on >= deadline) return 'MISSED';
  if (on <= startsOn) return 'NOT_STARTED';
  const pace = (share - base) / (target - base) / (days(startsOn, on) / days(startsOn, deadline));
  if (pace < 0) return 'FALLING';
  if (pace < 0.6) return 'OFF_TRACK';
  return pace < 0.95 ? 'AT_RISK' : 'ON_TRACK';
}

/** The true number of people: between the ends where the files do not say who is in several organisations. */
function truthOf(world: World, { goal, month, organisations }: JudgedGoal, place: string): Ends {
  if (countedOnce.includes(goal)) {
    const sets = peopleOfFiles(goal, month).get(place === rootPlace ? 'all' : place);
    const people = together([...(sets?.values() ?? [])]);
    return { least: people, most: people };
  }
  const counts = organisations.map((code) => world.truth.get(`${releaseTable(code, goal)}|${place} ${month}`) ?? 0);
  return { least: Math.max(...counts), most: counts.reduce((sum, count) => sum + count, 0) };
}

/** Compares each verdict and each rank of a hub with the demonstration's data with what the true numbers make of it. */
export function testVerdicts(ask: (query: string) => Promise<any>): void {
  const measured: object[] = [];
  let made: Promise<World> | undefined;
  const truth = () => (made ??= trueWorld());
  describe.each(goals)('the verdicts of $goal', (one) => {
    const { goal, month, records } = one;
    const isOpen = one.isOpen ?? false;
    const fields = 'communeCode status completeThrough people { interval { lower upper } } denominator { value asOf }';
    const judge = async () => {
      const { data, errors } = await ask(`{ goal(code: "${goal}") { target base startsOn deadline
        progress(period: "${month}") { ${fields} }
        progressByCommune(period: "${month}", first: 500, orderBy: { field: RATIO, direction: DESC }) {
          edges { rank { overall overallLast } node { ${fields} } } } } }`);
      expect(errors).toBeUndefined();
      const world = await truth();
      const rows: { told: Told; rank: { overall: number; overallLast: number } | null }[] = [
        { told: data.goal.progress, rank: null },
        ...data.goal.progressByCommune.edges.map(({ node, rank }: any) => ({ told: node, rank })),
      ];
      return rows.map(({ told, rank }) => {
        const place = told.communeCode;
        const people = truthOf(world, one, place);
        const denominator = trueDenominator(world, told, records);
        const shares = { least: people.least / denominator, most: isOpen ? 1 : people.most / denominator };
        const { lower, upper } = told.people?.interval ?? { lower: 0, upper: Number.POSITIVE_INFINITY };
        const isHeld = lower <= people.least && (isOpen || people.most <= upper);
        const verdicts = [shares.least, shares.most].map((share) => verdictOf(share, data.goal, told.completeThrough));
        return { place, status: told.status, rank, shares, isHeld, verdicts };
      });
    };
    let judged: ReturnType<typeof judge> | undefined;
    const all = () => (judged ??= judge());

    test('none is another than that of the true number', async () => {
      const rows = await all();
      expect(rows).toHaveLength(167);
      // Of the intervals that hold the true number: how many do is tested beside the estimates.
      const held = rows.filter(({ isHeld }) => isHeld);
      expect(held.length).toBeGreaterThan(countedOnce.includes(goal) ? 150 : 166);
      const told = held.filter(({ status }) => status !== 'UNCERTAIN' && status !== 'NO_DATA');
      expect(told.filter(({ status, verdicts }) => verdicts.some((verdict) => verdict !== status))).toEqual([]);
      const communes = rows.filter(({ place }) => place !== rootPlace);
      const uncertain = communes.filter(({ status }) => status === 'UNCERTAIN').length;
      const widths = communes.flatMap(({ rank }) => (rank ? [rank.overallLast - rank.overall + 1] : []));
      measured.push({
        ...{ goal, month, province: rows.find(({ place }) => place === rootPlace)?.status },
        ...{ uncertain: `${uncertain} of ${communes.length}`, held: held.length },
        ...{ noData: communes.filter(({ status }) => status === 'NO_DATA').length },
        ...{ ranked: widths.length, medianWidthOfRank: widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)] },
      });
      if (process.env['SKETCHES'] === 'all') console.table(measured);
    });
  });
}

/** All true counts of the demonstration, denominators' among them; the same for each goal. */
async function trueWorld(): Promise<World> {
  const world = demonstration();
  await addDenominators(world);
  return world;
}

/** How many people the goal counts in a place: of an audience of records, the number that was rounded down. */
function trueDenominator(world: World, { denominator, communeCode: place }: Told, records?: string): number {
  if (denominator?.value == null) return Number.NaN;
  const { asOf, value } = denominator;
  return records ? world.people(cellOfDenominator({ audience: records, place, asOf })) : value;
}
