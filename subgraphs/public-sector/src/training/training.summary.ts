import { peopleCount, provinceCode, suppressedCells } from '@hub/kit';
import { countUnless } from '../people-counts.js';
import type { TrainingSummary } from './training.type.js';

/** Distinct people of one cell, before withholding. */
export interface TrainedPeople {
  readonly trained: number;
  readonly passed: number;
}

/** A table of training as it may be published. */
export interface PublishedTraining {
  readonly total: TrainingSummary;
  readonly cells: ReadonlyMap<string, TrainingSummary>;
}

const nobody: TrainedPeople = { trained: 0, passed: 0 };

/**
 * One cell by itself. Those who did not pass are the difference of the two numbers, so it says how many passed only
 * where that may be published, too.
 */
export function summaryOf(
  { trained, passed }: TrainedPeople,
  withheld: { readonly trained: boolean; readonly passed: boolean } = { trained: false, passed: false },
): TrainingSummary {
  const fewDidNotPass = peopleCount(trained - passed).suppressed;
  return {
    trained: countUnless(withheld.trained, trained),
    passed: countUnless(withheld.passed || fewDidNotPass, passed),
  };
}

/** What is said where nobody was trained. */
export const nobodyTrained = summaryOf(nobody);

/** The cells of a table and their total: no subtraction tells how few were trained, passed or did not pass in a cell. */
export function publishedTraining(
  cells: ReadonlyMap<string, TrainedPeople>,
  total: TrainedPeople = nobody,
): PublishedTraining {
  const withheldBy = (people: (cell: TrainedPeople) => number) =>
    suppressedCells(new Map([...cells].map(([key, cell]) => [key, people(cell)])));
  const trained = withheldBy((cell) => cell.trained);
  const passed = new Set([
    ...trained,
    ...withheldBy((cell) => cell.passed),
    ...withheldBy((cell) => cell.trained - cell.passed),
  ]);
  const published = (key: string, cell: TrainedPeople) =>
    summaryOf(cell, { trained: trained.has(key), passed: passed.has(key) });
  return {
    total: published(provinceCode, total),
    cells: new Map([...cells].map(([key, cell]) => [key, published(key, cell)])),
  };
}
