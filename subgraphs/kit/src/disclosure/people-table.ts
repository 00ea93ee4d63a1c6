/** By what a count is known in `published_count`. */
export interface CountKey {
  /** What is counted, such as `TRAINED`. */
  readonly measure: string;
  /** What it is counted of beside a place, such as a course; empty where there is nothing. */
  readonly subject: string;
  /** Where or of whom: a commune (`14758`), an agency, a school, a class; the root place for all of it. */
  readonly place: string;
  /** The month, day or school year; empty for what holds now. */
  readonly month: string;
}

/** A count as an organisation's tables have it, before anything of it is published. */
export interface TrueCount extends CountKey {
  readonly people: number;
}

/** How many parts a total has, whether or not anybody is in them, as everybody knows. */
export interface PartsOfTotal extends CountKey {
  readonly parts: number;
}

/** A public number that a count cannot exceed, since the organisation refuses what is more. */
export interface CountBound extends CountKey {
  readonly bound: number;
}

/**
 * Those of whom each of several things holds, beside those of whom one of them does: the fewest that can meet all follow
 * from how many meet each.
 */
export interface AllOf {
  /** The measure of everybody who can meet them. */
  readonly everybody: string;
  /** The measure of those who meet all. */
  readonly all: string;
  /** The measures of those who meet each. */
  readonly each: readonly string[];
}

/** How the counts of a table belong together, so that none narrows another. */
export interface CountStructure {
  /** The totals that a count is part of; none where it is a total of all itself. */
  readonly totalsOf?: (cell: CountKey, rootPlace: string) => readonly CountKey[];
  /** Pairs of measures: everybody of the part is in the whole, of the same subject, place and month. */
  readonly nested?: readonly (readonly [whole: string, part: string])[];
  readonly allOf?: AllOf;
}

/** The total of all places that a count of one place is part of: the `totalsOf` of a table by place. */
export function totalOfAllPlaces(cell: CountKey, rootPlace: string): CountKey[] {
  return cell.place === rootPlace ? [] : [{ ...cell, place: rootPlace }];
}

/**
 * A table of counts of people or households that an organisation publishes. Every such count is declared in one: the
 * disclosure module decides what is said of it. Statements read the organisation's tables; where they select no place
 * (null), the root place is meant.
 */
export interface PeopleTable extends CountStructure {
  /** What is counted in it, and in no other table. */
  readonly measures: readonly string[];
  /** Selects the true counts, as rows of `TrueCount` without zeros. */
  readonly counts: string;
  /** Selects rows of `PartsOfTotal`, one for each total. */
  readonly parts?: string;
  /** Selects rows of `CountBound`. */
  readonly bounds?: string;
}
