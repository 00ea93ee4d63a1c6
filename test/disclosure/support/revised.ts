import type { Ask } from './collect.js';
import { around, type Bound, type Together } from './estimated.js';
import type { CellId } from './structure.js';

/** Of how many communes one is asked for: each answer is of all days on which anything was known. */
const oneOf = 40;

/**
 * Asks how figures were revised: earlier estimates have another noise. Where all had reported who are counted now, they are
 * of the same people, but for corrections, which are few beside the error.
 * @param together what is counted together in the months, by cell.
 */
export async function collectRevisions(
  ask: Ask,
  months: readonly string[],
  together: ReadonlyMap<CellId, Together>,
): Promise<Bound[]> {
  const found: Bound[] = [];
  for (const [goal, counted] of Map.groupBy(together, ([, one]) => one.goal)) {
    const places = [...new Set(counted.map(([, { place }]) => place))].sort();
    for (const place of places.filter((one, index) => one === '38' || index % oneOf === 0)) {
      const variables = { goal, commune: place === '38' ? null : place, from: months[0], to: months.at(-1) };
      const cells = new Map(
        counted.filter(([, one]) => one.place === place).map(([cell, one]) => [one.period, { cell, ...one }]),
      );
      for (const { month, first, second } of (await ask('revisions', variables)).goal.revisions) {
        const now = cells.get(month);
        for (const known of [first, second]) {
          if (!now || !known) continue;
          const { people, reported } = known.progress;
          const codes = new Set(reported.map(({ code }: any) => code));
          if (people.method !== 'ESTIMATE' || now.organisations.some((one) => !codes.has(one))) continue;
          const { cell, least, most } = around(now.cell, people);
          // At the highest that may be said, it may have been more.
          found.push({ cell, least, most: people.estimate < now.highest ? most : Number.POSITIVE_INFINITY });
        }
      }
    }
  }
  return found;
}
