/** A variable with its factor. */
export type Term = readonly [variable: number, factor: number];

/** `least ≤ Σ factor × variable ≤ most`, with whole factors. */
export interface Constraint {
  readonly terms: readonly Term[];
  readonly least: number;
  readonly most: number;
}

/** More people than any count in a province has: it stands for "no upper bound". */
export const unbounded = 10_000_000;

/**
 * Knowledge of unknown counts: each is a whole number between two bounds, and linear constraints hold between them.
 * Variables are numbers from 0.
 */
export class System {
  readonly least: number[] = [];
  readonly most: number[] = [];
  readonly constraints: Constraint[] = [];

  /** Adds an unknown count. */
  variable(least = 0, most = unbounded): number {
    this.least.push(least);
    this.most.push(most);
    return this.least.length - 1;
  }

  /** Tightens the bounds of a variable. */
  bound(variable: number, least: number, most: number): void {
    this.least[variable] = Math.max(this.least[variable] ?? least, least);
    this.most[variable] = Math.min(this.most[variable] ?? most, most);
  }

  /** Adds a constraint. */
  add(terms: readonly Term[], least: number, most: number): void {
    this.constraints.push({ terms, least, most });
  }

  /** Adds `whole = Σ parts`. */
  sum(whole: number, parts: readonly number[]): void {
    this.add([[whole, 1], ...parts.map((part): Term => [part, -1])], 0, 0);
  }
}
