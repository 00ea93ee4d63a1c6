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

/** Counts that are published elsewhere, which together have everybody of a count: it says no more than they leave open. */
export interface CountCover extends CountKey {
  /** How many are in them together, by what is published of each: at least, and at most. */
  readonly people: number;
  readonly atMost: number;
  /** How many counts there are. */
  readonly number: number;
}

/** An activity of the ledger, and the published count that it is in. */
export interface PublishedOccurrences extends CountKey {
  /** The record, as the ledger names it: `digital-skills-lessons:DSL-00001`. */
  readonly evidence: string;
}

/** A published count that has some of the people of a release's figures; with others of its statement, all of them. */
export interface PartOfFigure extends CountKey {
  readonly goal: string;
  /** The commune whose figures they are, by its code and first day; the root place's where it has none. */
  readonly code?: string;
  readonly from?: string;
}

/** How the counts of a table belong together, so that none narrows another. */
export interface CountStructure {
  /** The totals that a count is part of; none where it is a total of all itself. */
  readonly totalsOf?: (cell: CountKey, rootPlace: string) => readonly CountKey[];
  /** Pairs of measures: everybody of the part is in the whole, of the same subject, place and month. */
  readonly nested?: readonly (readonly [whole: string, part: string])[];
  readonly allOf?: AllOf;
  /**
   * Which totals have parts that everybody may take to rise only from one release to the next: these are told in steps of
   * their own, so that a part which moves while its total stays leaves ten values. Totals of parts that fall as well (pupils,
   * staff) and of people who may be in several parts tell nothing of a part that moves.
   */
  readonly rising?: (total: CountKey, rootPlace: string) => boolean;
}

/** In which setting of a transaction statements find the province's day. */
export const provinceDaySetting = 'hub.province_day';

/** The province's day, as SQL in the statements of a `PeopleTable`; `current_date` is the day of the session's time zone. */
export const provinceDay = `current_setting('${provinceDaySetting}')::date`;

/** The total of all places that a count of one place is part of: the `totalsOf` of a table by place. */
export function totalOfAllPlaces(cell: CountKey, rootPlace: string): CountKey[] {
  return cell.place === rootPlace ? [] : [{ ...cell, place: rootPlace }];
}

/** Whether a total is that of all places: the `rising` of a table by place. */
export function isOfAllPlaces({ place }: CountKey, rootPlace: string): boolean {
  return place === rootPlace;
}

/** Statement of the parts of totals that each commune in force is one of: the `parts` of a table by place. */
export function communesOfMeasures(measures: readonly string[]): string {
  return `
    select measure, '' as subject, null as place, '' as month, count(*)::int as parts
    from place cross join (values ${measures.map((measure) => `('${measure}')`).join(', ')}) as m(measure)
    where level = 'COMMUNE' and ${provinceDay} between valid_from and coalesce(valid_until, 'infinity')
    group by measure`;
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
  /**
   * Each selects rows of `PublishedOccurrences`: which of these counts have the occurrences of a release. A statement names all
   * activities that are in any of them; where it leaves some of a place and month out, nothing holds the release to it.
   */
  readonly occurrences?: readonly string[];
  /** Each selects rows of `PartOfFigure`: those of a goal and place have everybody of its figures together. */
  readonly figures?: readonly string[];
}
