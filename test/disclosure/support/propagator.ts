import type { Constraint, System } from './system.js';

/** Bounds of all variables. */
export interface Bounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Answers that no numbers could have given: the attacker does not know the rule after all. */
export class Contradiction extends Error {}

/** Tightens the bounds of variables by one constraint at a time, until nothing changes; what it did can be undone. */
export class Propagator implements Bounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly #constraints: readonly Constraint[];
  readonly #constraintsOf: readonly (readonly number[])[];
  readonly #trail: { variable: number; least: number; most: number }[] = [];
  readonly #waiting = new Set<number>();

  /**
   * @param mostVisits how often one constraint is looked at: chains of small steps end here.
   * @throws Contradiction where no numbers fit.
   */
  constructor(
    { least, most }: { readonly least: ArrayLike<number>; readonly most: ArrayLike<number> },
    constraints: readonly Constraint[],
    mostVisits = Number.POSITIVE_INFINITY,
  ) {
    this.least = Float64Array.from(least);
    this.most = Float64Array.from(most);
    this.#constraints = constraints;
    this.#constraintsOf = constraintsByVariable(this.least.length, constraints);
    for (const index of constraints.keys()) this.#waiting.add(index);
    const fits = this.least.every((low, variable) => low <= (this.most[variable] ?? 0)) && this.#propagate(mostVisits);
    if (!fits) throw new Contradiction('No numbers fit what is known.');
    this.#trail.length = 0;
  }

  /** Where to go back to. */
  get mark(): number {
    return this.#trail.length;
  }

  /** Takes back what was done since a mark. */
  undo(mark: number): void {
    while (this.#trail.length > mark) {
      const { variable, least, most } = this.#trail.pop() ?? { variable: 0, least: 0, most: 0 };
      this.least[variable] = least;
      this.most[variable] = most;
    }
  }

  /** Bounds a variable, and all others that follow; false, with nothing done, where no numbers fit. */
  bound(variable: number, least: number, most: number): boolean {
    const { mark } = this;
    if (this.#set(variable, least, most) && this.#propagate(Number.POSITIVE_INFINITY)) return true;
    this.undo(mark);
    return false;
  }

  #set(variable: number, low: number, high: number): boolean {
    const [least, most] = [this.least[variable] ?? 0, this.most[variable] ?? 0];
    if (low <= least && high >= most) return true;
    this.#trail.push({ variable, least, most });
    this.least[variable] = Math.max(least, low);
    this.most[variable] = Math.min(most, high);
    for (const index of this.#constraintsOf[variable] ?? []) this.#waiting.add(index);
    return Math.max(least, low) <= Math.min(most, high);
  }

  #propagate(mostVisits: number): boolean {
    const visits = Number.isFinite(mostVisits) ? new Uint32Array(this.#constraints.length) : undefined;
    for (const index of this.#waiting) {
      this.#waiting.delete(index);
      const constraint = this.#constraints[index];
      if (!constraint || (visits && (visits[index] = (visits[index] ?? 0) + 1) > mostVisits)) continue;
      if (this.#tighten(constraint)) continue;
      this.#waiting.clear();
      return false;
    }
    return true;
  }

  #tighten({ terms, least, most }: Constraint): boolean {
    const { sumLeast, sumMost } = activity(this, terms);
    if (sumLeast > most || sumMost < least) return false;
    if (sumLeast >= least && sumMost <= most) return true;
    for (const [variable, factor] of terms) {
      const [low, high] = [this.least[variable] ?? 0, this.most[variable] ?? 0];
      const [termLeast, termMost] = factor > 0 ? [factor * low, factor * high] : [factor * high, factor * low];
      // What the others leave for this term.
      const from = least - (sumMost - termMost);
      const to = most - (sumLeast - termLeast);
      if (from <= termLeast && to >= termMost) continue;
      const newLow = Math.ceil((factor > 0 ? from : to) / factor - 1e-9);
      const newHigh = Math.floor((factor > 0 ? to : from) / factor + 1e-9);
      if (!this.#set(variable, newLow, newHigh)) return false;
    }
    return true;
  }
}

/** How often one constraint is looked at before anything is tried: the solver goes on where a chain is longer. */
const mostVisits = 200;

/**
 * Tightens the bounds of all variables.
 * @returns bounds that hold; the true ones may be tighter still.
 * @throws Contradiction where no numbers fit.
 */
export function propagate(system: System): Bounds {
  return new Propagator(system, system.constraints, mostVisits);
}

/** Between what the sum of terms lies. */
export function activity({ least, most }: Bounds, terms: Constraint['terms']) {
  let [sumLeast, sumMost] = [0, 0];
  for (const [variable, factor] of terms) {
    const [low, high] = [least[variable] ?? 0, most[variable] ?? 0];
    sumLeast += factor * (factor > 0 ? low : high);
    sumMost += factor * (factor > 0 ? high : low);
  }
  return { sumLeast, sumMost };
}

function constraintsByVariable(variables: number, constraints: readonly Constraint[]): number[][] {
  const found = Array.from({ length: variables }, (): number[] => []);
  for (const [index, { terms }] of constraints.entries()) for (const [variable] of terms) found[variable]?.push(index);
  return found;
}
