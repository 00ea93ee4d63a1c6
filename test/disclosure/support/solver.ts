import * as highsModule from 'highs';
import type { Highs, InitOptions, Model } from 'highs';
import type { Component } from './components.js';
import type { Bounds } from './propagator.js';

/** The sum to maximise: a factor for each variable, 0 where it is left out. */
export type Objective = ReadonlyMap<number, number>;

/** Numbers that fit all constraints, by variable, and whether none make the objective larger. */
export interface Solution {
  readonly values: ReadonlyMap<number, number>;
  readonly isBest: boolean;
}

/** HiGHS's word for numbers that fit. */
const feasible = 2;

// The package's types are of its CommonJS form, whose default export is one level down.
const loadHighs = highsModule.default as unknown as (options?: InitOptions) => Promise<Highs>;

let loaded: Promise<Highs> | undefined;

/** Gives a component to HiGHS for as long as the work takes. */
export async function withSolver<T>(
  component: Component,
  bounds: Bounds,
  secondsEach: number,
  work: (solver: Solver) => T,
): Promise<T> {
  const highs = await (loaded ??= loadHighs());
  return highs.withModel(modelData(highs, component, bounds), (model) => {
    // Objectives are whole numbers: what is less than one from the best is the best.
    model.options.set({ output_flag: false, time_limit: secondsEach, mip_rel_gap: 0, mip_abs_gap: 0.9 });
    return work(new Solver(highs, model, component.variables, bounds));
  });
}

/** Solves one component again and again, each time for another objective. */
export class Solver {
  constructor(
    private readonly highs: Highs,
    private readonly model: Model,
    private readonly variables: readonly number[],
    private readonly bounds: Bounds,
  ) {}

  /**
   * Finds numbers that fit. The linear program nearly always finds whole numbers. Otherwise the mixed-integer program
   * searches the fractional ones, and if this is not enough, all of them.
   * @param pains how hard it tries: `few` stops at fractional numbers, `some` at any whole numbers, `all` at the best.
   * @returns null if it found none.
   */
  maximise(objective: Objective, pains: 'few' | 'some' | 'all'): Solution | null {
    const costs = this.variables.map((variable) => objective.get(variable) ?? 0);
    this.model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
    const linear = this.#run();
    if (!linear) return pains === 'all' ? this.#solution(this.#runWhole()) : null;
    const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;
    if (linear.values.every(isWhole)) return this.#solution(linear);
    if (pains === 'few') return null;
    this.#bound((column) => {
      const value = linear.values[column] ?? 0;
      return isWhole(value) ? [Math.round(value), Math.round(value)] : undefined;
    });
    const near = this.#runWhole();
    this.#bound(() => undefined);
    // No whole numbers are better than the best fractions.
    const found =
      near && this.#solution({ ...near, isBest: near.isBest && near.objective > linear.objective - 1 + 1e-6 });
    return found?.isBest === true || pains === 'some' ? found : (this.#solution(this.#runWhole()) ?? found);
  }

  #solution(found: Found | null): Solution | null {
    if (!found) return null;
    const { values, isBest } = found;
    return {
      values: new Map(this.variables.map((variable, column) => [variable, Math.round(values[column] ?? 0) + 0])),
      isBest,
    };
  }

  /** Sets the bounds of all columns: the given ones, or else the component's. */
  #bound(boundsOf: (column: number) => readonly [number, number] | undefined): void {
    const { least, most } = this.bounds;
    const each = this.variables.map(
      (variable, column) => boundsOf(column) ?? [least[variable] ?? 0, most[variable] ?? 0],
    );
    const selection = { kind: 'range', from: 0, to: each.length - 1 } as const;
    this.model.changeColsBounds(
      selection,
      each.map(([low]) => low),
      each.map(([, high]) => high),
    );
  }

  #runWhole(): Found | null {
    this.#setType(this.highs.constants.variableType.integer);
    const found = this.#run();
    this.#setType(this.highs.constants.variableType.continuous);
    return found;
  }

  #setType(type: 0 | 1): void {
    const selection = { kind: 'range', from: 0, to: this.variables.length - 1 } as const;
    this.model.changeColsIntegrality(
      selection,
      this.variables.map(() => type),
    );
  }

  #run(): Found | null {
    const { highs, model } = this;
    // The clock of a model runs on from one run to the next.
    model.zeroAllClocks();
    model.run();
    const isBest = model.getModelStatus() === highs.constants.modelStatus.optimal;
    if (model.info.get('primal_solution_status') !== feasible) return null;
    return { values: model.getSolution().colValue, objective: model.getObjectiveValue(), isBest };
  }
}

/** What HiGHS found, by column. */
interface Found {
  readonly values: Float64Array;
  readonly objective: number;
  readonly isBest: boolean;
}

function modelData(highs: Highs, { variables, constraints }: Component, bounds: Bounds) {
  const columnOf = new Map(variables.map((variable, column) => [variable, column]));
  const starts = [0];
  const [indices, values, rowLower, rowUpper]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const { terms, least, most } of constraints) {
    let known = 0;
    for (const [variable, factor] of terms) {
      const column = columnOf.get(variable);
      if (column === undefined) known += factor * (bounds.least[variable] ?? 0);
      else {
        indices.push(column);
        values.push(factor);
      }
    }
    starts.push(indices.length);
    rowLower.push(least - known);
    rowUpper.push(most - known);
  }
  const [numCols, numRows] = [variables.length, constraints.length];
  return {
    ...{ numCols, numRows, rowLower, rowUpper, sense: highs.constants.objectiveSense.maximize },
    colCost: new Float64Array(numCols),
    colLower: variables.map((variable) => bounds.least[variable] ?? 0),
    colUpper: variables.map((variable) => bounds.most[variable] ?? 0),
    matrix: { format: 'csr' as const, numRows, numCols, starts, indices, values },
  };
}
