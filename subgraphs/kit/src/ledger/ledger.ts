import { keepsPeople, participants, isLinked } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';

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

/** Whether an organisation keeps a ledger: every participant does, the steering committee does not. */
export function hasLedger(organisation: string): boolean {
  return participants.some(({ code }) => code === organisation);
}

/** Whether an organisation's ledger is of counts alone, with no person in it. */
export function hasCountsOnly(organisation: string): boolean {
  return isLinked(organisation) && !keepsPeople(organisation);
}

/**
 * Writes what records say into the ledger, in the transaction of the given entity manager. Saying the same
 * again changes nothing; a record that no longer says something takes it back.
 * @param placesOn the day on which the facts' codes of communes are read.
 */
export async function recordEvidence(
  em: SqlEntityManager,
  records: readonly Evidence[],
  placesOn: string,
): Promise<void> {
  // The triggers' lock, taken before any row's: two writers then wait for one another, never in a circle.
  await em.execute(`select pg_advisory_xact_lock(hashtext('ledger'))`);
  const facts = records.flatMap(({ evidence, facts: said }) => said.map((fact) => ({ evidence, ...fact })));
  const evidences = JSON.stringify(records.map(({ evidence }) => evidence));
  for (const { table, kind, columns, ofPlace } of tables) {
    const ofKind = facts.filter((fact) => fact.kind === kind);
    const rows = JSON.stringify(ofKind);
    const names = [...columns.map(({ column }) => column), ...ofPlace];
    // json_to_recordset folds unquoted names to lower case, so the JSON's own names are quoted.
    const recordset = `json_to_recordset(?::json) as r(evidence text, ${columns
      .map(({ property, type }) => `"${property}" ${type}`)
      .join(', ')})`;
    await em.execute(
      `delete from ${table} t where t.evidence in (select json_array_elements_text(?::json))
       and not exists (select from ${recordset} where r.evidence = t.evidence and r."goalCode" = t.goal_code)`,
      [evidences, rows],
    );
    if (ofKind.length === 0) continue;
    await em.execute(
      `insert into ${table} as t (evidence, ${names.join(', ')})
       select r.evidence, ${columns.map(({ property }) => `r."${property}"`).join(', ')}, ${placeColumns(ofPlace)}
       from ${recordset} left join place p
         on p.code = r."communeCode" and ?::date between p.valid_from and coalesce(p.valid_until, 'infinity')
       on conflict (evidence, goal_code) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
       where (${names.map((name) => `t.${name}`).join(', ')}) is distinct from (${names.map((name) => `excluded.${name}`).join(', ')})`,
      [rows, placesOn],
    );
  }
}

/** Gives the facts of before places had days the first day of the commune that has their code on a day. */
export async function placeOldFacts(em: SqlEntityManager, day: string): Promise<void> {
  for (const { table, ofPlace } of tables) {
    await em.execute(
      `update ${table} t set ${ofPlace.map((name) => `${name} = ${placeColumns([name])}`).join(', ')} from place p
       where t.commune_from is null and p.code = t.commune_code
         and ?::date between p.valid_from and coalesce(p.valid_until, 'infinity')`,
      [day],
    );
  }
}

/** What a fact's place says, as SQL. */
function placeColumns(names: readonly ('commune_from' | 'area')[]): string {
  return names.map((name) => (name === 'area' ? 'p.area' : 'p.valid_from')).join(', ');
}

const column = (property: string, type = 'text') => ({
  property,
  column: property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  type,
});

const tables = [
  {
    table: 'ledger_entry',
    kind: 'person',
    columns: [
      column('goalCode'),
      column('pseudonym'),
      column('communeCode'),
      column('reachedOn', 'date'),
      column('sex'),
      column('ageBand'),
    ],
    ofPlace: ['commune_from', 'area'],
  },
  {
    table: 'ledger_activity',
    kind: 'activity',
    columns: [column('goalCode'), column('communeCode'), column('occurredOn', 'date'), column('occurrences', 'int')],
    ofPlace: ['commune_from'],
  },
] as const;
