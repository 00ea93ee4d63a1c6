import type { SubgraphContext } from '@hub/kit';
import { destroySuperseded } from '../sketches/taken-sketches.js';
import type { Finding } from './judge-cells.js';

type Em = SubgraphContext['em'];

/** The states of a release that exceeded a bound. */
export enum PendingState {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
  SUPERSEDED = 'SUPERSEDED',
}

/** A release that exceeded a bound when it came, and its state. */
export interface PendingRelease {
  readonly organisationCode: string;
  readonly number: number;
  readonly through: string | null;
  readonly madeAt: string;
  readonly since: Date;
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  readonly state: PendingState;
  readonly acceptedBy: string | null;
  readonly acceptedAt: Date | null;
  readonly note: string | null;
}

/** How many findings are stored for a release: the largest excesses. */
const keptFindings = 50;

/** Records that a release waits, in the transaction that takes it in. */
export async function notePending(
  em: Em,
  { organisation, number }: { readonly organisation: string; readonly number: number },
  findings: readonly Finding[],
  since: Date,
): Promise<void> {
  await em.execute(
    `insert into pending_release (organisation, number, since, findings, finding_count) values (?, ?, ?, ?::json, ?)`,
    [organisation, number, since.toISOString(), JSON.stringify(findings.slice(0, keptFindings)), findings.length],
  );
}

type Row = Omit<PendingRelease, 'since' | 'acceptedAt'> & {
  readonly since: string | Date;
  readonly acceptedAt: string | Date | null;
};

/** Whether a release that counts came after `p`: then `p` no longer waits. */
const isSuperseded = `exists (
  select from taken_release l left join pending_release q using (organisation, number)
  where l.organisation = p.organisation and l.number > p.number and (q.number is null or q.accepted_at is not null))`;

const select = `select p.organisation as "organisationCode", p.number, t.header::json ->> 'through' as through,
    t.header::json ->> 'madeAt' as "madeAt", p.since, p.findings, p.finding_count as "findingCount",
    case when p.accepted_at is not null then 'ACCEPTED'
      when ${isSuperseded} then 'SUPERSEDED'
      else 'PENDING' end as state,
    p.accepted_by as "acceptedBy", p.accepted_at as "acceptedAt", p.note
  from pending_release p join taken_release t using (organisation, number)`;

/**
 * Reads releases that exceeded a bound, the newest first.
 * @param organisation the organisation; null for all.
 */
export async function readPending(
  em: Em,
  { organisation = null, first }: { readonly organisation?: string | null; readonly first: number },
): Promise<PendingRelease[]> {
  const rows: Row[] = await em.execute(
    `${select} where coalesce(?::text, p.organisation) = p.organisation order by p.since desc, p.organisation, p.number desc limit ?`,
    [organisation, first],
  );
  return rows.map(asRead);
}

/** One release that exceeded a bound; undefined if it never waited. */
export async function pendingRelease(
  em: Em,
  organisation: string,
  number: number,
): Promise<PendingRelease | undefined> {
  const [row]: Row[] = await em.execute(`${select} where (p.organisation, p.number) = (?, ?)`, [organisation, number]);
  return row && asRead(row);
}

function asRead({ since, acceptedAt, ...row }: Row): PendingRelease {
  return { ...row, since: new Date(since), acceptedAt: acceptedAt === null ? null : new Date(acceptedAt) };
}

/** The number of an organisation's newest accepted release; undefined if none was accepted. */
export async function newestAccepted(em: Em, organisation: string): Promise<number | undefined> {
  const [row]: { number: number | null }[] = await em
    .fork()
    .execute('select max(number) as number from pending_release where organisation = ? and accepted_at is not null', [
      organisation,
    ]);
  return row?.number ?? undefined;
}

/**
 * Accepts a release that waits: from now on it counts.
 * @returns whether it waited.
 */
export function acceptPending(
  em: Em,
  { organisation, number }: { readonly organisation: string; readonly number: number },
  { by, at, note }: { readonly by: string; readonly at: Date; readonly note: string | null },
): Promise<boolean> {
  return em.transactional(async (transaction) => {
    const rows: object[] = await transaction.execute(
      `update pending_release p set accepted_by = ?, accepted_at = ?, note = ?
       where (organisation, number) = (?, ?) and accepted_at is null and not ${isSuperseded} returning number`,
      [by, at.toISOString(), note, organisation, number],
    );
    if (rows.length > 0) await destroySuperseded(transaction, organisation, number);
    return rows.length > 0;
  });
}
