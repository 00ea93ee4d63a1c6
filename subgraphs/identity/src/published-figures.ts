import { type PeopleCount, peopleCount, publishedTable, suppressedCells } from '@hub/kit';
import type { IdentityFigures } from './figures.type.js';
import { type Counts, IdentityMeasure } from './measure.js';

/** The figures of a month, as they may be published. */
export interface PublishedFigures {
  /** Of a commune, by its place; undefined where the month has none. */
  readonly of: (place: string) => IdentityFigures | undefined;
  /** Of all communes together. */
  readonly total: IdentityFigures;
}

/** A measure's counts as they may be published. */
interface PublishedMeasure {
  readonly of: (place: string) => PeopleCount;
  readonly total: PeopleCount;
}

const { ADULTS_CONFIRMED, ACCOUNTS_LEVEL_1, ACCOUNTS_LEVEL_2, DIGITAL_SIGNATURES } = IdentityMeasure;

/**
 * The counts of all communes in a month as they may be published: a small one is withheld, and what would reveal it, be it
 * another commune's or, of the accounts, the other level's.
 */
export function publishedFigures(counts: ReadonlyMap<string, Counts>): PublishedFigures {
  const confirmed = publishedMeasure(counts, ADULTS_CONFIRMED);
  const signatures = publishedMeasure(counts, DIGITAL_SIGNATURES);
  const cells = new Map(
    [...counts].map(([place, row]) => [place, { whole: row[ACCOUNTS_LEVEL_1], part: row[ACCOUNTS_LEVEL_2] }]),
  );
  const accounts = publishedTable(cells, {
    whole: sumOf(counts, ACCOUNTS_LEVEL_1),
    part: sumOf(counts, ACCOUNTS_LEVEL_2),
  });
  return {
    of: (place) => {
      const levels = accounts.cells.get(place);
      return (
        levels && {
          adultsConfirmed: confirmed.of(place),
          accountsLevel1: levels.whole,
          accountsLevel2: levels.part,
          digitalSignatures: signatures.of(place),
        }
      );
    },
    total: {
      adultsConfirmed: confirmed.total,
      accountsLevel1: accounts.total.whole,
      accountsLevel2: accounts.total.part,
      digitalSignatures: signatures.total,
    },
  };
}

function publishedMeasure(counts: ReadonlyMap<string, Counts>, measure: IdentityMeasure): PublishedMeasure {
  const people = new Map([...counts].map(([place, row]) => [place, row[measure]]));
  const withheld = suppressedCells(people);
  return {
    of: (place) => peopleCount(people.get(place) ?? 0, withheld.cells.has(place)),
    total: peopleCount(sumOf(counts, measure), withheld.total),
  };
}

function sumOf(counts: ReadonlyMap<string, Counts>, measure: IdentityMeasure): number {
  return [...counts.values()].reduce((sum, row) => sum + row[measure], 0);
}
