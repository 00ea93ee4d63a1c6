import { isLinked, keepsPeople } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Evidence } from '../file/facts.js';
import type { Images } from './images.js';
import { ledgerTables } from './ledger-tables.js';
import { mergeEvidence, type SaidEvidence } from './merge-evidence.js';

/** Whether an organisation keeps a ledger: every one but the steering committee does. */
export function hasLedger(organisation: string): boolean {
  return isLinked(organisation);
}

/** Whether an organisation's ledger is of counts alone, with no person in it. */
export function hasCountsOnly(organisation: string): boolean {
  return isLinked(organisation) && !keepsPeople(organisation);
}

/**
 * Writes what records say into the ledger, in the transaction of the given entity manager. Saying the same
 * again changes nothing; a record that no longer says something takes it back.
 * @param placesOn the day on which the facts' codes of communes are read.
 * @param images keep what they were before, where that is wanted.
 */
export async function recordEvidence(
  em: SqlEntityManager,
  records: readonly Evidence[],
  placesOn: string,
  images?: Images,
): Promise<void> {
  // The triggers' lock, taken before any row's: two writers then wait for one another, never in a circle.
  await em.execute(`select pg_advisory_xact_lock(hashtext('ledger'))`);
  const facts = records.flatMap(({ evidence, facts: said }) => said.map((fact) => ({ evidence, ...fact })));
  const evidences = JSON.stringify(records.map(({ evidence }) => evidence));
  for (const table of ledgerTables) {
    const { kind, properties, types } = table;
    // json_to_recordset folds unquoted names to lower case, so the JSON's own names are quoted.
    const listed = Object.entries(properties);
    const recordset = listed.map(([column, property]) => `"${property}" ${types[column] ?? 'text'}`).join(', ');
    const said: SaidEvidence = {
      said: `select json_array_elements_text(?::json) as evidence`,
      saidValues: [evidences],
      facts: `select r.evidence, ${listed.map(([column, property]) => `r."${property}" as ${column}`).join(', ')}
        from json_to_recordset(?::json) as r(evidence text, ${recordset})`,
      factValues: [JSON.stringify(facts.filter((fact) => fact.kind === kind))],
    };
    await mergeEvidence(em, table, said, { placesOn, images });
  }
}

/** Gives the facts of before places had days the first day of the commune that has their code on a day. */
export async function placeOldFacts(em: SqlEntityManager, day: string): Promise<void> {
  for (const { name, ofPlace } of ledgerTables) {
    // An index has those without alone: see `importReceipt`'s migrations.
    await em.execute(
      `update ${name} t set ${ofPlace.map((one) => `${one} = ${one === 'area' ? 'p.area' : 'p.valid_from'}`).join(', ')} from place p
       where t.commune_from is null and p.code = t.commune_code
         and ?::date between p.valid_from and coalesce(p.valid_until, 'infinity')`,
      [day],
    );
  }
}
