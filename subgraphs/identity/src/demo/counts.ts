import { createRandom, demoAdults, type DemoProvince, paceOn, type Random } from '@hub/demo';
import { parsePeriod } from '@hub/kit';
import { demoCommunesOn } from './former-communes.js';

/** November 2024 to October 2026. */
const months = Array.from({ length: 24 }, (_, index) => new Date(Date.UTC(2024, 10 + index)).toISOString().slice(0, 7));

/** The movement's first full month; no adult is confirmed before. */
const firstConfirmed = '2025-05';

/** Counts to date of the months, in the order of the file's columns. */
type Series = readonly (readonly number[])[];

/** The counts of each month, by the communes of its last day. */
export function* demoCounts(province: DemoProvince): Generator<readonly (string | number)[]> {
  const random = createRandom('identity');
  const series = new Map([...demoAdults(province)].map(([code, adults]) => [code, seriesOf(random, adults)]));
  for (const [index, month] of months.entries()) {
    for (const { code, shares } of demoCommunesOn(parsePeriod(month).lastDay, province)) {
      const values = [0, 1, 2, 3].map((column) =>
        shares.reduce((sum, { of, share }) => sum + Math.floor((series.get(of)?.[index]?.[column] ?? 0) * share), 0),
      );
      yield [code, month, ...values];
    }
  }
}

/** A commune's counts, which grow by month towards a share of its adults. */
function seriesOf(random: Random, adults: number): Series {
  const share = (least: number, most: number) => least + random.next() * (most - least);
  const accounts = { from: share(0.45, 0.65), to: share(0.75, 0.95), level2: share(0.8, 0.97) };
  const ends = { confirmed: share(0.25, 0.6), signatures: share(0.15, 0.35) };
  const grown = growth(random, months);
  const confirmed = growth(
    random,
    months.filter((month) => month >= firstConfirmed),
  );
  return months.map((month, index) => {
    const progress = grown[index] ?? 1;
    const level1 = Math.floor(adults * (accounts.from + (accounts.to - accounts.from) * progress));
    const since = month < firstConfirmed ? 0 : (confirmed[index - months.indexOf(firstConfirmed)] ?? 1);
    const values = [
      adults * ends.confirmed * since,
      level1,
      level1 * accounts.level2,
      adults * ends.signatures * progress,
    ];
    return values.map(Math.floor);
  });
}

/** Cumulative growth at the end of each month, up to 1: uneven steps that follow the seasons. */
function growth(random: Random, steps: readonly string[]): readonly number[] {
  const lengths = steps.map((month) => paceOn(`${month}-15`) * (0.8 + 0.4 * random.next()));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  let behind = 0;
  return lengths.map((length) => (behind += length) / whole);
}
