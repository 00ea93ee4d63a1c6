import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hasPython } from '../../support/python.js';
import { coverageBounds } from '../../sketches/support/judge.js';
import { temporaryFolder } from './hub.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** The program's report: for each kind of value how many it compared, and how many differ. */
interface Report {
  readonly kinds: Readonly<
    Record<string, { readonly compared: number; readonly differ: number; readonly first: string[] }>
  >;
  readonly utility: readonly {
    readonly goal: string;
    readonly size: string;
    readonly intervals: number;
    readonly covered: number;
    /** The likely statuses of all months, and how many of them the true number has not. */
    readonly allLikely: number;
    readonly wrongly: number;
  }[];
  /** The ranks of each goal, how many 90 % ranges hold the true one, and how many tiers are the true third. */
  readonly ranks: readonly {
    readonly goal: string;
    readonly ranks: number;
    readonly held: number;
    readonly thirds: number;
    readonly right: number;
  }[];
  readonly forecasts: readonly { readonly forecasts: number; readonly within: number }[];
  /** How often intervals hold the true number: of communes, the whole and groups, of changes and of gaps. */
  readonly coverage: readonly {
    readonly stratum: string;
    readonly goal: string;
    readonly intervals: number;
    readonly covered: number;
  }[];
}

/** The parts of a figure in the hub's answer that the tests alter. */
interface Point {
  readonly period: string;
  readonly breaks: string[];
  changePeople: number;
  changePoints: number;
  readonly progress: {
    readonly denominator: { version: number };
    readonly contributions: readonly { readonly share: { people: number } }[];
    readonly people: { upper: number; readonly estimate: number; readonly interval: { lower: number } };
    ratio: number;
    ratioDecimals: number;
    gapPeople: number;
    gapPoints: number;
    status: string;
    pace: number;
  };
}

/** The answers about a goal. */
interface OfGoal {
  readonly series: readonly { readonly communeCode: string; readonly points: readonly Point[] }[];
  readonly ranks: Readonly<Record<string, readonly (readonly [place: string, rank: object])[]>>;
  readonly forecasts: readonly { readonly forecast: { people: number } }[];
}

/** Has a running hub's figures recomputed from the demonstration's files, by a program that shares no code with it. */
export function testRecomputed(hub: () => { readonly port: number; readonly token: string }): void {
  (hasPython() ? describe : describe.skip)('the figures, recomputed by test/recomputed', () => {
    const file = () => join(folder, 'answers.json');
    let folder: string;
    let report: Report;
    const recompute = async (): Promise<Report> => {
      const { port, token } = hub();
      const program = join(root, 'test/recomputed/recompute.py');
      const args = ['-B', program, root, `http://127.0.0.1:${port}/graphql`, token, file()];
      const { stdout } = await run('python3', args, { maxBuffer: 2 ** 26 });
      return JSON.parse(stdout) as Report;
    };

    beforeAll(async () => {
      folder = temporaryFolder();
      report = await recompute();
      if (process.env['SKETCHES'] === 'all') {
        console.table(Object.entries(report.kinds).map(([kind, { compared, differ }]) => ({ kind, compared, differ })));
        console.table(report.utility);
        console.table(report.ranks);
        console.table(report.forecasts);
        console.table(report.coverage);
      }
    }, 600_000);

    test('none is another', () => {
      expect(Object.entries(report.kinds).filter(([, { differ }]) => differ > 0)).toEqual([]);
      // Communes, months and goals, each with its derived values; ranks of two months.
      const compared = Object.values(report.kinds).reduce((sum, one) => sum + one.compared, 0);
      expect(compared).toBeGreaterThan(190_000);
    });

    test('the intervals of communes hold the true number in 93 of 100 cases, whatever the goal and the size', () => {
      const communes = report.utility.filter(({ size }) => size !== 'whole');
      expect(communes).toHaveLength(15);
      expect(communes.filter(({ intervals, covered }) => covered < intervals * 0.93)).toEqual([]);
    });

    test('the 90 % ranges of ranks hold the true rank in 85 of 100 cases, and tiers are the true third in 80', () => {
      expect(report.ranks.length).toBeGreaterThan(2);
      expect(report.ranks.filter(({ ranks, held }) => held < 0.85 * ranks)).toEqual([]);
      expect(report.ranks.filter(({ thirds, right }) => right < 0.8 * thirds)).toEqual([]);
    });

    test('of the likely statuses, at most one in five is wrong', () => {
      const [likely, wrongly] = (['allLikely', 'wrongly'] as const).map((key) =>
        report.utility.reduce((sum, one) => sum + one[key], 0),
      ) as [number, number];
      expect(likely).toBeGreaterThan(100);
      expect(wrongly).toBeLessThanOrEqual(likely / 5);
    });

    test('so do those of changes, groups and gaps, as far as few cases can tell', () => {
      const strata = new Set(report.coverage.map(({ stratum }) => stratum));
      const expected = [
        'change of large communes',
        'change of small communes in points',
        'group by AREA',
        'gap by AREA',
      ];
      expect([...strata]).toEqual(expect.arrayContaining(expected));
      // Few cases are held to what chance allows of 95 %.
      const least = (number: number) => Math.min(0.93 * number, coverageBounds(number).least);
      expect(report.coverage.filter(({ intervals, covered }) => covered < least(intervals))).toEqual([]);
    });

    test('it finds what is altered', async () => {
      const answers = JSON.parse(readFileSync(file(), 'utf8')) as { of: { ADULTS_BASIC: OfGoal } };
      const { series, ranks, forecasts } = answers.of.ADULTS_BASIC;
      const points = series
        .filter(({ communeCode }) => communeCode !== '38')
        .flatMap((one) => one.points.filter(({ period }) => period === '2026-09'));
      const alterations: Readonly<Record<string, (point: Point) => void>> = {
        denominators: ({ progress }) => (progress.denominator.version += 1),
        shares: ({ progress }) => ((progress.contributions[0]?.share ?? { people: 0 }).people += 10),
        bounds: ({ progress }) => (progress.people.upper += 1),
        'intervals around estimates': ({ progress }) =>
          (progress.people.interval.lower = progress.people.estimate + 10),
        ratios: ({ progress }) => (progress.ratio += 0.01),
        'decimals of ratios': ({ progress }) => (progress.ratioDecimals += 1),
        'gaps in people': ({ progress }) => (progress.gapPeople += 1),
        'gaps in points': ({ progress }) => (progress.gapPoints += 0.1),
        statuses: ({ progress }) => (progress.status = 'UNCERTAIN'),
        paces: ({ progress }) => (progress.pace += 0.01),
        breaks: (point) => point.breaks.push('AUDIENCE'),
        'changes in people': (point) => (point.changePeople += 10),
        'changes in points': (point) => (point.changePoints += 0.1),
      };
      for (const [index, alter] of Object.values(alterations).entries()) alter(points[index] as Point);
      // Verdicts are compared where the range holds the true number, as it does at nearly every point.
      for (const { progress } of points.slice(-10)) progress.status = 'ACHIEVED';
      const [, rank] = ranks['2026-10']?.at(-1) ?? [];
      Object.assign(rank ?? {}, { overall: 1, overallLast: 1 });
      const [{ forecast } = { forecast: { people: 0 } }] = forecasts;
      forecast.people += 1;
      writeFileSync(file(), JSON.stringify(answers));
      const { kinds } = await recompute();
      const expected = [...Object.keys(alterations), 'verdicts beside the true number', 'ranks', 'forecasts'];
      expect(expected.filter((kind) => !kinds[kind]?.differ)).toEqual([]);
    }, 600_000);
  });
}
