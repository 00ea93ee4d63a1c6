/** What records say to the ledger. */
export type Sex = 'FEMALE' | 'MALE';
export type AgeBand = 'UNDER_18' | '18_34' | '35_59' | '60_PLUS';

/** A person reached a goal. */
export interface PersonReached {
  readonly kind: 'person';
  readonly goalCode: string;
  readonly pseudonym: string;
  /** Where the organisation counts her: the commune where she lives, or, of a pupil, that of the school. */
  readonly communeCode: string;
  /** `YYYY-MM-DD`. */
  readonly reachedOn: string;
  readonly sex: Sex;
  readonly ageBand: AgeBand;
}

/** Turns (lượt) of guidance or attendance: never people, and never added to them. */
export interface Activity {
  readonly kind: 'activity';
  readonly goalCode: string;
  /** Where it happened; the root place's code when only that is known. */
  readonly communeCode: string;
  readonly occurredOn: string;
  readonly occurrences: number;
}

export type LedgerFact = PersonReached | Activity;

/** What an organisation's record says; the ledger takes a person where she is of the goal's audience. */
export type ClaimedFact = (PersonReached & { readonly birthYear: number }) | Activity;

/** What one domain record says to the ledger: all of its facts, which replace those that it said before. */
export interface Evidence {
  /** The record, such as `enrolments:HDU-0001`. */
  readonly evidence: string;
  readonly facts: readonly LedgerFact[];
}

/** A record, and all that it claims of goals: nothing, where it says nothing (any more). */
export interface ClaimingRecord {
  /** The record, such as `assessments:HDU-0001`. */
  readonly evidence: string;
  /** The day on which the claims' codes of communes are read. */
  readonly placesOn: string;
  readonly claims: readonly ClaimedFact[];
}
