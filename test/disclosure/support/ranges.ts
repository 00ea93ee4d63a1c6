import { type Component, componentsOf } from './components.js';
import { type Bounds, propagate } from './propagator.js';
import { type Solver, withSolver } from './solver.js';
import type { System } from './system.js';

/** The values that a count can have for an attacker. */
export interface Range {
  /** The least and the greatest value; where the range is wide enough, some that are at least so far apart. */
  readonly least: number;
  readonly most: number;
  /** False where the time was not enough: this counts as found. */
  readonly isSolved: boolean;
}

/** How many values a range has. */
export const widthOf = ({ least, most, isSolved }: Range): number => (isSolved ? most - least + 1 : 0);

export interface Effort {
  /** Ranges of so many values are wide enough; how wide exactly is not asked. */
  readonly enough: number;
  /** The time for one question. */
  readonly secondsEach: number;
  /** The time for one component: what is open then counts as found. With 0, bounds alone are looked at, and no solver is. */
  readonly secondsInAll: number;
}

const usual: Effort = { enough: 10, secondsEach: 60, secondsInAll: 300 };

/**
 * Finds the least and the greatest value of some variables: by bounds where these say all, else by numbers that fit.
 * @throws Contradiction where no numbers fit.
 */
export async function rangesOf(
  system: System,
  questions: Iterable<number>,
  effort: Partial<Effort> = {},
): Promise<Map<number, Range>> {
  const bounds = propagate(system);
  const open = new Set<number>();
  const ranges = new Map<number, Range>();
  for (const variable of questions) {
    const [least, most] = [bounds.least[variable] ?? 0, bounds.most[variable] ?? 0];
    if (least === most) ranges.set(variable, { least, most, isSolved: true });
    else open.add(variable);
  }
  for (const component of componentsOf(system, bounds)) {
    const asked = component.variables.filter((variable) => open.has(variable));
    if (asked.length === 0) continue;
    for (const [variable, range] of await rangesIn(component, bounds, asked, { ...usual, ...effort })) {
      ranges.set(variable, range);
    }
  }
  return ranges;
}

async function rangesIn(component: Component, bounds: Bounds, asked: readonly number[], effort: Effort) {
  // Bounds are never too narrow, and without constraints they are not too wide either.
  if (component.constraints.length === 0 || effort.secondsInAll === 0) {
    return new Map(asked.map((variable) => [variable, { ...outer(bounds, variable), isSolved: true }]));
  }
  const seen = new Seen(effort.enough);
  const unsolved = await withSolver(component, bounds, effort.secondsEach, (solver) => {
    const end = Date.now() + effort.secondsInAll * 1000;
    lookAtAll(solver, bounds, asked, seen, end);
    return lookAtEach(solver, bounds, asked, seen, end);
  });
  return new Map(
    asked.map((variable) => {
      const range = seen.of(variable) ?? outer(bounds, variable);
      return [variable, { ...range, isSolved: !unsolved.has(variable) }];
    }),
  );
}

const outer = ({ least, most }: Bounds, variable: number) => ({
  least: least[variable] ?? 0,
  most: most[variable] ?? 0,
});

/** What numbers that fit show of variables. */
class Seen {
  readonly #ranges = new Map<number, { least: number; most: number }>();

  constructor(private readonly enough: number) {}

  of(variable: number) {
    return this.#ranges.get(variable);
  }

  /** Adds numbers that fit, of some variables. */
  add(values: ReadonlyMap<number, number>, variables: readonly number[]): void {
    for (const variable of variables) {
      const value = values.get(variable) ?? 0;
      const range = this.#ranges.get(variable);
      if (!range) this.#ranges.set(variable, { least: value, most: value });
      else if (value < range.least) range.least = value;
      else if (value > range.most) range.most = value;
    }
  }

  /** The end of a variable's bounds that was not seen yet: -1 for the least, 1 for the greatest. */
  missingEnd(variable: number, bounds: Bounds): number {
    return this.#ranges.get(variable)?.least === outer(bounds, variable).least ? 1 : -1;
  }

  /** Whether more is to be seen of a variable: it is neither wide enough nor as wide as its bounds. */
  isOpen(variable: number, bounds: Bounds): boolean {
    const { least, most } = this.#ranges.get(variable) ?? { least: 0, most: -1 };
    const all = outer(bounds, variable);
    return most - least + 1 < Math.min(this.enough, all.most - all.least + 1);
  }
}

/** One set of numbers shows something of every variable: looks until several in turn show nothing new. */
function lookAtAll(solver: Solver, bounds: Bounds, asked: readonly number[], seen: Seen, end: number): void {
  let open = [...asked];
  for (let round = 0, idle = 0; open.length > 2 && idle < 6 && Date.now() < end; round += 1) {
    // First all low, then all high, then some of them at the ends that were not seen yet: a half, an eighth, …
    const share = round < 2 ? 1 : (shares[round % shares.length] ?? 1);
    const chosen = open.filter((_, index) => hashOf(index, round) < share);
    const end = (variable: number) => (round < 2 ? 2 * round - 1 : seen.missingEnd(variable, bounds));
    const solution = solver.maximise(
      new Map(chosen.map((variable) => [variable, end(variable)])),
      idle > 0 ? 'some' : 'few',
    );
    if (solution) seen.add(solution.values, asked);
    const before = open.length;
    open = open.filter((variable) => seen.isOpen(variable, bounds));
    idle = open.length < before || round < 2 ? 0 : idle + 1;
  }
}

const shares = [0.5, 1 / 8, 1 / 32];

/** A number from 0 to below 1 that looks drawn at random, and is the same in each run. */
function hashOf(index: number, round: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return ((bits ^ (bits >>> 12)) >>> 0) / 2 ** 32;
}

/** Finds both ends of each variable that is open; returns those for which the time was not enough. */
function lookAtEach(solver: Solver, bounds: Bounds, asked: readonly number[], seen: Seen, end: number): Set<number> {
  const unsolved = asked.filter((variable) => {
    for (const sign of [-1, 1]) {
      if (!seen.isOpen(variable, bounds)) break;
      const { least, most } = outer(bounds, variable);
      const range = seen.of(variable);
      if (range && (sign < 0 ? range.least === least : range.most === most)) continue;
      const solution = Date.now() < end ? solver.maximise(new Map([[variable, sign]]), 'all') : null;
      if (solution) seen.add(solution.values, asked);
      if (solution?.isBest !== true) return true;
    }
    return false;
  });
  return new Set(unsolved);
}
