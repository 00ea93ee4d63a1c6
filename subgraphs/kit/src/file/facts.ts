/** The claims of records to the ledger. */
export type Sex = 'FEMALE' | 'MALE';
export type AgeBand = 'UNDER_18' | '18_34' | '35_59' | '60_PLUS';

/** A person reached a goal. */
export interface PersonReached {
  readonly kind: 'person';
  readonly goalCode: string;
  readonly pseudonym: string;
  /** Where the organisation counts the person: the commune of residence or, of a pupil, the school's commune. */
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
  /** Where it happened; the root place's code where the commune is unknown. */
  readonly communeCode: string;
  readonly occurredOn: string;
  readonly occurrences: number;
}

export type LedgerFact = PersonReached | Activity;

/** A claim in an organisation's record; the ledger takes a person only from the goal's audience. */
export type ClaimedFact = (PersonReached & { readonly birthYear: number }) | Activity;

/** All claims of one record to the ledger. They replace the record's former claims. */
export interface Evidence {
  /** The record, such as `enrolments:HDU-0001`. */
  readonly evidence: string;
  readonly facts: readonly LedgerFact[];
}

/** A record, and all its claims about goals: empty where it makes none (any more). */
export interface ClaimingRecord {
  /** The record, such as `assessments:HDU-0001`. */
  readonly evidence: string;
  /** The day for reading the claims' codes of communes. */
  readonly placesOn: string;
  readonly claims: readonly ClaimedFact[];
}
