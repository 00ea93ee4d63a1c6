import type { SqlEntityManager } from '@mikro-orm/sql';
import { withOwnLimits, workOnSets } from '../database/own-connection.js';
import type { ImportKind } from '../file/import-kind.js';
import { type CountTable, recountGoals } from '../ledger/counted-goals.js';
import { daysOfImages, keepsPeopleIn, type KeptImages } from '../ledger/images.js';
import { lockPeople } from '../people/objection.js';
import type { ImportedBy } from './import-event.js';
import { type RestingOn, type RestReason, type UndoneImport, UndoRefused } from './receipt.js';
import { UndoneTable } from './undone-table.js';

/** The input of undoing an import. */
export interface UndoOptions {
  readonly by: ImportedBy;
  /** The organisation's kinds of file. */
  readonly kinds: readonly ImportKind[];
  /** The kinds whose imports may be undone; default: all. */
  readonly only?: ReadonlySet<string> | undefined;
  /** The counts that its ledger is made from, where the organisation has no records. */
  readonly counts?: CountTable | undefined;
}

interface Run {
  readonly kind: string;
  readonly images: KeptImages | null;
  readonly isUndone: boolean;
}

const words: Readonly<Record<RestReason, string>> = {
  UNKNOWN: 'there is no such import',
  UNDONE: 'it was taken back before',
  NOT_KEPT: 'what rows were before it is not kept (any more)',
  CHANGED_LATER: 'were changed since',
  REFERRED_TO: 'refer to rows that it added',
  PERSON_ERASED: 'the data of a person in it was erased since',
  PSEUDONYMS_ROTATED: 'the pseudonyms were rotated since',
};

/**
 * Undoes an import in one transaction: its rows, their claims in the ledger, and the derived values get exactly their
 * former values.
 * @throws UndoRefused where other data depends on the import; then no row is changed.
 */
export function undoImport(em: SqlEntityManager, run: number, options: UndoOptions): Promise<UndoneImport> {
  return em.transactional(async (whole) => {
    await withOwnLimits(whole);
    await workOnSets(whole);
    await lockPeople(whole);
    await whole.execute(`select pg_advisory_xact_lock(hashtext('ledger'))`);
    const { kind, images } = await imagedRun(whole, run);
    if (options.only?.has(kind) === false) throw refused(run, [{ reason: 'UNKNOWN' }]);
    const isOfLedger = ({ relation }: { readonly relation: string }) => relation === 'ledger_month';
    const tables: UndoneTable[] = [];
    for (const table of images.tables.filter((one) => !isOfLedger(one)))
      tables.push(await UndoneTable.open(whole, run, table));
    const resting: RestingOn[] = [];
    for (const table of tables) resting.push(...(await table.restingOn(options.kinds)));
    if (resting.length > 0) throw refused(run, resting);
    const counts = { removed: 0, restored: 0, returned: 0 };
    for (const [index, table] of tables.entries()) {
      const { removed, restored } = await table.takeBack();
      if (index === 0) Object.assign(counts, { removed, restored });
    }
    for (const [index, table] of [...tables.entries()].toReversed()) {
      const returned = await table.putBack();
      if (index === 0) counts.returned = returned;
    }
    if (options.counts) await recountGoals(whole, options.counts);
    if (images.tables.some(isOfLedger)) await removeEmptyCells(whole, run);
    const { subject, client } = options.by;
    await whole.execute(`insert into import_undo (run, by_subject, by_client) values (?, ?, ?)`, [
      run,
      subject,
      client,
    ]);
    await whole.execute(`delete from import_image where run = ?`, [run]);
    return { run, kind, ...counts };
  });
}

/** An import whose former values are all kept. @throws UndoRefused */
async function imagedRun(em: SqlEntityManager, run: number): Promise<{ kind: string; images: KeptImages }> {
  const [found] = await em.execute<Run[]>(
    `select kind, images, exists (select from import_undo u where u.run = r.id) as "isUndone" from import_run r where id = ?`,
    [run],
  );
  if (!found) throw refused(run, [{ reason: 'UNKNOWN' }]);
  const { kind, images, isUndone } = found;
  if (isUndone) throw refused(run, [{ reason: 'UNDONE' }]);
  if (!images) throw refused(run, [{ reason: 'NOT_KEPT' }]);
  const [kept] = await em.execute<[{ count: number }]>(
    `select count(*)::int as count from import_image where run = ?`,
    [run],
  );
  if (kept.count !== images.rows) throw refused(run, [{ reason: await whyLost(em, run) }]);
  return { kind, images };
}

/** Why the former values of an import's rows are not kept any more. */
async function whyLost(em: SqlEntityManager, run: number): Promise<RestReason> {
  const [since] = await em.execute<[{ isOld: boolean; rotated: boolean }]>(
    `select finished_at < now() - make_interval(days => ${daysOfImages}) as "isOld",
       exists (select from hub_identity h where h.name like 'pseudonym key %' and h.since > r.finished_at) as rotated
     from import_run r where id = ?`,
    [run],
  );
  if (since.isOld) return 'NOT_KEPT';
  if (since.rotated) return 'PSEUDONYMS_ROTATED';
  if (!(await keepsPeopleIn(em))) return 'NOT_KEPT';
  const [erased] = await em.execute<[{ found: boolean }]>(
    `select exists (select from subject_request s, import_run r
       where r.id = ? and s.action = 'ERASED' and s.at > r.finished_at) as found`,
    [run],
  );
  return erased.found ? 'PERSON_ERASED' : 'NOT_KEPT';
}

function refused(run: number, restsOn: readonly RestingOn[]): UndoRefused {
  const lines = restsOn.map(({ reason, table, rows }) =>
    table === undefined ? words[reason] : `${rows ?? 0} rows of ${table} ${words[reason]}`,
  );
  return new UndoRefused(
    `Expected an import on which nothing rests, but of import ${run}: ${lines.join('; ')}. Nothing was taken back.`,
    restsOn,
  );
}

/** Removes the ledger's cells that the import added, once they are empty. */
async function removeEmptyCells(em: SqlEntityManager, run: number): Promise<void> {
  await em.execute(
    `delete from ledger_month m using import_image i
     where i.run = ? and i.relation = 'ledger_month' and m.people = 0 and m.occurrences = 0
       and (m.goal_code, m.commune_code, m.commune_from, m.month) = (i.key[1], i.key[2], i.key[3]::date, i.key[4])`,
    [run],
  );
}
