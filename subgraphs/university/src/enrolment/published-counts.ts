import { peopleCount, type PeopleCount, suppressedCells } from '@hub/kit';

/** Distinct people of one cell, before withholding. */
export interface EnrolledPeople {
  readonly learners: number;
  readonly passed: number;
}

/** What may be said of them. */
export interface PublishedCounts {
  readonly learners: PeopleCount;
  readonly passed: PeopleCount;
}

/** What is said where nobody enrolled. */
export const nobodyEnrolled: PublishedCounts = { learners: peopleCount(0), passed: peopleCount(0) };

/**
 * What may be said of a course's people cell by cell, when their sum is known too: the cells of its classes and those
 * of its learners' organisations have the same sum, so that either betrays a single cell withheld in the other. Who did
 * not pass is the difference of the two numbers, so a cell says how many passed only where all three may be published.
 */
export function publishedCounts(cells: ReadonlyMap<string, EnrolledPeople>): ReadonlyMap<string, PublishedCounts> {
  const withheldBy = (people: (cell: EnrolledPeople) => number) =>
    suppressedCells(new Map([...cells].map(([key, cell]) => [key, people(cell)])));
  const learners = withheldBy((cell) => cell.learners);
  const passed = new Set([
    ...learners,
    ...withheldBy((cell) => cell.passed),
    ...withheldBy((cell) => cell.learners - cell.passed),
  ]);
  return new Map(
    [...cells].map(([key, cell]) => [
      key,
      {
        learners: countUnless(learners.has(key), cell.learners),
        passed: countUnless(passed.has(key), cell.passed),
      },
    ]),
  );
}

function countUnless(withheld: boolean, people: number): PeopleCount {
  return withheld ? { people: null, suppressed: true } : peopleCount(people);
}
