import type { Cell } from '@hub/protocol';
import type { Check, Group, Unmet } from './check.js';
import { type Known, openAttack } from './count-attack.js';
import { unmetRelease } from './release-checks.js';
import { saidOf, truthOf } from './seeded-people.js';
import type { Trial } from './trial.js';
import type { TrialRelease } from './trial-release.js';

/** Fewest possible values that the published numbers must leave for each count. */
const fewest = 10;

/** Checks that published counts of people disclose no more than allowed, with an attacker that knows the rules. */
export function disclosureChecks(trial: Trial): Group {
  const { goal, root, communes, months } = trial.options;
  /** Published bounds of a place's people in a month. */
  const said = (cells: ReadonlyMap<string, Cell>, place: string, month: string) => saidOf(cells, goal, place, month);
  const both = async (): Promise<readonly [TrialRelease, TrialRelease]> => [await trial.first(), await trial.second()];
  const check = (name: string, run: (first: TrialRelease, second: TrialRelease) => void | Promise<void>): Check => ({
    name,
    run: async () => {
      await run(...(await both()));
    },
  });
  const places = [...communes, root];
  return {
    name: 'disclosure',
    page: 'docs/protocol/disclosure.md',
    checks: [
      check('each count is one of those that are said', (first, second) => {
        for (const [release, month] of [
          [first, months[0]],
          [second, months[0]],
          [second, months[1]],
        ] as const) {
          const truth = truthOf(trial.people, month, root);
          for (const place of places) {
            const [least, most] = said(release.cells, place, month);
            const people = truth.get(place) ?? 0;
            if (people >= least && people <= most) continue;
            const came = `${place} in ${month} says ${least} to ${most}, but ${people} people of the file reached ${goal}`;
            throw unmetRelease(trial, release, came, 'a range that the true count is in');
          }
        }
      }),
      check('no cell says where nobody is', (first, second) => {
        for (const release of [first, second]) {
          const cell = [...release.cells.values()].find((one) => one[0] === goal && !places.includes(one[1]));
          if (cell)
            throw unmetRelease(trial, release, `the cell ${cell.join()}`, 'cells of the communes of the file alone');
        }
      }),
      check('an attacker tells no count, nor who was the next', async (_first, second) => {
        const found = await attack(trial, (place, month) => said(second.cells, place, month));
        if (found) throw tooMuchDisclosed(trial, second, 'an attacker tells', found);
      }),
      check('what was said before tells nothing beside what is said now', async (first, second) => {
        const found = await attack(
          trial,
          (place, month) => said(second.cells, place, month),
          (place) => said(first.cells, place, months[0]),
        );
        if (found) throw tooMuchDisclosed(trial, second, 'an attacker who kept the release before tells', found);
      }),
    ],
  };
}

/** A number that the attacker has narrowed too far. */
interface Found {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  /** The true number. */
  readonly people: number;
}

function tooMuchDisclosed(
  trial: Trial,
  release: TrialRelease,
  who: string,
  { what, least, most, people }: Found,
): Unmet {
  return unmetRelease(
    trial,
    release,
    `${who} ${what}: ${least} to ${most} (it is ${people})`,
    `${fewest} values left of each count, and of each rise of one to nine`,
  );
}

type Said = (place: string, month: string) => readonly [number, number];

/**
 * First number that an attacker with the rules, the list of communes and all published numbers can narrow too far;
 * undefined if there is none.
 */
async function attack(
  trial: Trial,
  said: Said,
  before?: (place: string) => readonly [number, number],
): Promise<Found | undefined> {
  const { communes, root, months } = trial.options;
  const name = (place: string, month: string) => `p${place}_${months.indexOf(month)}`;
  const bounds = new Map<string, readonly [number, number]>();
  const sums: Known['sums'][number][] = [];
  for (const month of months) {
    for (const place of [...communes, root]) {
      const [least, most] = said(place, month);
      const [from, to] = month === months[0] && before ? before(place) : [least, most];
      bounds.set(name(place, month), [Math.max(least, from), Math.min(most, to)]);
    }
    sums.push({
      terms: [[1, name(root, month)], ...communes.map((place) => [-1, name(place, month)] as const)],
      ...{ least: 0, exact: true },
    });
  }
  // Counts of people to date only rise.
  const riseOf = (place: string) => [[1, name(place, months[1])] as const, [-1, name(place, months[0])] as const];
  for (const place of [...communes, root]) sums.push({ terms: riseOf(place), least: 0, exact: false });
  const [first, second] = months.map((month) => truthOf(trial.people, month, root));
  const asked = new Map<string, { terms: Known['sums'][number]['terms']; people: number }>();
  const seen = new Set<string>();
  for (const place of [...communes, root]) {
    const [was = 0, is = 0] = [first?.get(place), second?.get(place)];
    // Of several communes with the same true and published numbers, the attacker tries one.
    const alike = [was, is, ...months.map((month) => bounds.get(name(place, month))?.join())].join(' ');
    if (seen.has(alike)) continue;
    seen.add(alike);
    for (const [index, month] of months.entries()) {
      const people = index === 0 ? was : is;
      if (people > 0) asked.set(`the people of ${place} in ${month}`, { terms: [[1, name(place, month)]], people });
    }
    if (is > was && is - was < fewest)
      asked.set(`by how many ${place} rose`, { terms: riseOf(place), people: is - was });
  }
  const tell = await openAttack({ bounds, sums });
  for (const [what, { terms, people }] of asked) {
    const { least, most } = tell(terms) ?? { least: 0, most: -1 };
    if (most - least + 1 < fewest) return { what, least, most, people };
  }
  return undefined;
}
