import { PlayedHub, type PeopleOf } from './played-hub.js';
import { SplitMix64 } from './split-mix.js';

/** A hub of uneven communes, and whom its organisations have in truth. */
export interface UnevenHub {
  readonly hub: PlayedHub;
  readonly months: readonly string[];
  readonly communes: number;
  readonly groups: ReadonlyMap<string, readonly number[]>;
  /** How many people there are in some communes at the end of a month, each counted once. */
  readonly truth: (month: string, communes: readonly number[]) => number;
}

/** One organisation's people of one commune: so many join each month, from a first on. */
interface Membership {
  readonly persons: readonly number[];
  readonly joined: readonly number[];
}

const communes = 30;
const months = ['2026-01', '2026-02', '2026-03', '2026-04'];

/**
 * Draws a hub: 2 to 5 organisations and 30 communes of 4 to 6,000 people whom they may reach, small ones most often. Each
 * organisation reaches a share of a commune's people of its own; in some nobody, or so few that nothing is published. Of
 * whom it reaches it had some before, and gets others month by month, here and there none.
 */
export async function unevenHub(number: number): Promise<UnevenHub> {
  const random = new SplitMix64(number * 7919 + 11);
  const organisations = Array.from({ length: 2 + Math.floor(random.fraction() * 4) }, (_, index) => `o${index}`);
  const groups = new Map(
    ['A', 'B', 'C'].map((name, group) => [
      name,
      Array.from({ length: communes }, (_, commune) => commune).filter((commune) => commune % 3 === group),
    ]),
  );
  const hub = new PlayedHub({ organisations, communes, seed: `union ${number}`, groups });
  const sizes = Array.from({ length: communes }, () => Math.round(4 * 1500 ** (random.fraction() ** 1.3)));
  const memberships = organisations.map(() => {
    const reach = 0.15 + 0.6 * random.fraction();
    return sizes.map((size, commune): Membership => {
      const isAbsent = random.fraction() < 0.2;
      const share = isAbsent ? 0.05 * random.fraction() : reach * (0.4 + 0.9 * random.fraction());
      const growth = random.fraction() < 0.25 ? 0 : 0.5 * random.fraction();
      const persons: number[] = [];
      const joined: number[] = [];
      for (let index = 0; index < size; index += 1) {
        if (random.fraction() >= share) continue;
        persons.push(commune * 10_000 + index);
        joined.push(random.fraction() < growth ? 1 + Math.floor(random.fraction() * 3) : 0);
      }
      return { persons, joined };
    });
  });
  const peopleOf =
    (organisation: number): PeopleOf =>
    (month, commune) => {
      const at = months.indexOf(month);
      const { persons, joined } = memberships[organisation]?.[commune] ?? { persons: [], joined: [] };
      return persons.filter((_, index) => (joined[index] ?? 0) <= at);
    };
  for (const at of months.keys()) {
    const last = new Date(Date.UTC(2026, at + 1, 0)).toISOString().slice(0, 10);
    const next = (days: number) => new Date(Date.parse(`${last}T03:00:00Z`) + days * 86_400_000).toISOString();
    for (const [index, organisation] of organisations.entries()) {
      // What was released before is released again: the sketches of all months are those of this release.
      hub.release(organisation, last, next(3 + index), months.slice(0, at + 1), peopleOf(index));
      await hub.estimate(next(3 + index));
    }
  }
  const truth = (month: string, some: readonly number[]) =>
    some.reduce((sum, commune) => {
      const all = new Set(organisations.flatMap((_, index) => [...peopleOf(index)(month, commune)]));
      return sum + all.size;
    }, 0);
  return { hub, months, communes, groups, truth };
}
