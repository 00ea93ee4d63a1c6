import { isLinked, keepsPeople } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Evidence } from '../file/facts.js';
import type { Images } from './images.js';
import { ledgerTables } from './ledger-tables.js';
import { mergeEvidence, type SaidEvidence } from './merge-evidence.js';

/** Whether an organisation has a ledger: every organisation except the steering committee. */
export function hasLedger(organisation: string): boolean {
  return isLinked(organisation);
}

/** Whether an organisation's ledger has counts only, without any person. */
export function hasCountsOnly(organisation: string): boolean {
  return isLinked(organisation) && !keepsPeople(organisation);
}

/**
 * Writes records' claims into the ledger, in the transaction of the given entity manager. A repeated claim changes no
 * row; a dropped claim is removed.
 * @param placesOn the day for reading the facts' codes of communes.
 * @param images keep the former values, where the import can be undone.
 */
export async function recordEvidence(
  em: SqlEntityManager,
  records: readonly Evidence[],
  placesOn: string,
  images?: Images,
): Promise<void> {
  // The triggers' lock is taken before any row's: two writers then wait for one another, without a deadlock.
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

/** Gives earlier facts without a commune's first day the first day of the commune with their code on a day. */
export async function placeOldFacts(em: SqlEntityManager, day: string): Promise<void> {
  for (const { name, ofPlace } of ledgerTables) {
    // A partial index has only the rows without a day: see `importReceipt`'s migrations.
    await em.execute(
      `update ${name} t set ${ofPlace.map((one) => `${one} = ${one === 'area' ? 'p.area' : 'p.valid_from'}`).join(', ')} from place p
       where t.commune_from is null and p.code = t.commune_code
         and ?::date between p.valid_from and coalesce(p.valid_until, 'infinity')`,
      [day],
    );
  }
}
