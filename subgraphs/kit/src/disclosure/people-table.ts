/** The key of a count in `published_count`. */
export interface CountKey {
  /** The measure, such as `TRAINED`. */
  readonly measure: string;
  /** The subject of the count within a place, such as a course; empty where there is none. */
  readonly subject: string;
  /** The place or body: a commune (`14758`), an agency, a school, a class; the root place for the total. */
  readonly place: string;
  /** The month, day or school year; empty for the present value. */
  readonly month: string;
}

/** A count in an organisation's tables, before disclosure control. */
export interface TrueCount extends CountKey {
  readonly people: number;
}

/** The number of parts of a total, including empty ones: public knowledge. */
export interface PartsOfTotal extends CountKey {
  readonly parts: number;
}

/** A public upper bound of a count: the organisation refuses larger numbers. */
export interface CountBound extends CountKey {
  readonly bound: number;
}

/**
 * The people who meet all of several conditions, with the people who meet each: the smallest possible number for all
 * follows from the numbers for each.
 */
export interface AllOf {
  /** The measure of the people who could meet them. */
  readonly everybody: string;
  /** The measure of the people who meet all. */
  readonly all: string;
  /** The measures of the people who meet each. */
  readonly each: readonly string[];
}

/** Counts published elsewhere that together contain everybody of a count: its published value must not narrow them. */
export interface CountCover extends CountKey {
  /** The sums of their published lower and upper values. */
  readonly people: number;
  readonly atMost: number;
  /** How many counts there are. */
  readonly number: number;
}

/** An activity of the ledger, and the published count with it. */
export interface PublishedOccurrences extends CountKey {
  /** The record's name in the ledger: `digital-skills-lessons:DSL-00001`. */
  readonly evidence: string;
}

/**
 * A published count with some of the people of a release's figures; the counts of one statement together contain all of
 * them.
 */
export interface PartOfFigure extends CountKey {
  readonly goal: string;
  /** The commune of the figures, by its code and first day; absent for the root place. */
  readonly code?: string;
  readonly from?: string;
}

/** The dependencies between the counts of a table, so that no count narrows another. */
export interface CountStructure {
  /** The totals that a count is part of; empty for a total of all. */
  readonly totalsOf?: (cell: CountKey, rootPlace: string) => readonly CountKey[];
  /** Pairs of measures: everybody of the part is in the whole, of the same subject, place and month. */
  readonly nested?: readonly (readonly [whole: string, part: string])[];
  readonly allOf?: AllOf;
  /**
   * The totals whose parts can, as readers know, only rise from one release to the next. Such a total has larger steps,
   * so that a part which moves while the total stays leaves ten values. Totals of parts that also fall (pupils, staff),
   * and of people who may be in several parts, reveal nothing about a part that moves.
   */
  readonly rising?: (total: CountKey, rootPlace: string) => boolean;
}

/** The transaction's setting that holds the province's day for statements. */
export const provinceDaySetting = 'hub.province_day';

/** The province's day, as SQL in the statements of a `PeopleTable`; `current_date` is the day of the session's time zone. */
export const provinceDay = `current_setting('${provinceDaySetting}')::date`;

/** The total of all places for a count of one place: the `totalsOf` of a table by place. */
export function totalOfAllPlaces(cell: CountKey, rootPlace: string): CountKey[] {
  return cell.place === rootPlace ? [] : [{ ...cell, place: rootPlace }];
}

/** Whether a total covers all places: the `rising` of a table by place. */
export function isOfAllPlaces({ place }: CountKey, rootPlace: string): boolean {
  return place === rootPlace;
}

/** The statement that counts the communes in force as parts of each total: the `parts` of a table by place. */
export function communesOfMeasures(measures: readonly string[]): string {
  return `
    select measure, '' as subject, null as place, '' as month, count(*)::int as parts
    from place cross join (values ${measures.map((measure) => `('${measure}')`).join(', ')}) as m(measure)
    where level = 'COMMUNE' and ${provinceDay} between valid_from and coalesce(valid_until, 'infinity')
    group by measure`;
}

/**
 * A table of counts of people or households that an organisation publishes. Every such count is declared in one table;
 * the disclosure module decides its published value. Statements read the organisation's tables; a row without a place
 * (null) belongs to the root place.
 */
export interface PeopleTable extends CountStructure {
  /** The measures in it; no other table has them. */
  readonly measures: readonly string[];
  /** Selects the true counts, as rows of `TrueCount` without zeros. */
  readonly counts: string;
  /** Selects rows of `PartsOfTotal`, one for each total. */
  readonly parts?: string;
  /** Selects rows of `CountBound`. */
  readonly bounds?: string;
  /**
   * Each selects rows of `PublishedOccurrences`: the counts that contain the occurrences of a release. A statement
   * names all activities in any of them; where it lacks some of a place and month, they do not limit the release.
   */
  readonly occurrences?: readonly string[];
  /** Each selects rows of `PartOfFigure`: the rows of a goal and place together contain everybody of its figures. */
  readonly figures?: readonly string[];
}
