import type { SubgraphContext } from '@hub/kit';
import { type Clock, endingOfPeriodKeys, type GivenEnding, type ReportedEndings, reportHoldsMs } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** How long the end of an organisation's keys of periods is known without another statement, in milliseconds. */
const keysHoldMs = 3 * 86_400_000;

type Report = Pick<GivenEnding, 'kind' | 'name' | 'endsAt' | 'renewedBy'>;

/** An end that another part reported, and whose it is; null for the hub's own. */
export type KnownReport = Report & { readonly organisation: string | null };

/** Keeps a follower's report in place of its former one. */
export async function keepReport(em: Em, { source, endings }: ReportedEndings, now: Date): Promise<void> {
  const until = new Date(now.getTime() + reportHoldsMs);
  await em.fork().transactional((tx) => replace(tx, { source: `part ${source}`, organisation: null, until }, endings));
}

/** Keeps the last month for which an organisation has keys of periods. */
export async function keepPeriodKeys(tx: Em, code: string, through: string, now: Date): Promise<void> {
  const until = new Date(now.getTime() + keysHoldMs);
  await replace(tx, { source: `organisation ${code}`, organisation: code, until }, [
    endingOfPeriodKeys(`through ${through} of ${code}`, through),
  ]);
}

async function replace(
  tx: Em,
  {
    source,
    organisation,
    until,
  }: { readonly source: string; readonly organisation: string | null; readonly until: Date },
  endings: readonly Report[],
): Promise<void> {
  // Two reports of one source may come at once.
  await tx.execute('select pg_advisory_xact_lock(hashtext(?))', [`reported_ending ${source}`]);
  await tx.execute('delete from reported_ending where source = ? or known_until < now()', [source]);
  for (const { kind, name, endsAt, renewedBy } of endings)
    await tx.execute(
      `insert into reported_ending (source, kind, name, ends_at, renewed_by, organisation, known_until)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      [source, kind, name, endsAt, renewedBy, organisation, until],
    );
}

/** The ends that other parts reported; one that several gateways reported comes once. */
export async function reportsKnown(em: Em, now: Clock): Promise<KnownReport[]> {
  const rows: (Omit<KnownReport, 'endsAt'> & { endsAt: string | Date })[] = await em.fork().execute(
    `select distinct kind, name, ends_at as "endsAt", renewed_by as "renewedBy", organisation
     from reported_ending where known_until > ?`,
    [now()],
  );
  return rows.map((row) => ({ ...row, endsAt: new Date(row.endsAt).toISOString() }));
}
