import type { SubgraphContext } from '@hub/kit';
import { clientError, maxApps } from '@hub/protocol';

type EntityManager = SubgraphContext['em'];

/** How many apps may wait for a decision, and for how many days one waits. */
export const [maxWaiting, waitingDays] = [100, 30];

/** The most applications without a confirmation; each is kept for a day. */
export const maxUnconfirmed = 1000;

/** How many apps of one mailbox may wait or be to confirm, and how many mails one gets within a day. */
const [maxOfMailbox, maxMails] = [3, 3];

/** How many applications are taken from one network within a day, unless APPS_PER_ADDRESS says it. */
const usualOfNetwork = 5;

/** The mailbox and network of an application. */
export interface Applicant {
  /** SHA-256 over the contact's mailbox. */
  readonly mailbox: string;
  /** The network that the gateway names, or the subject of a known caller. */
  readonly network: string;
}

/** Reads APPS_PER_ADDRESS. @throws Error */
export function readMostOfNetwork({ APPS_PER_ADDRESS: most }: NodeJS.ProcessEnv): number {
  if (most === undefined || most === '') return usualOfNetwork;
  if (/^[1-9]\d{0,5}$/.test(most)) return Number(most);
  throw new Error(`APPS_PER_ADDRESS: expected a whole number from 1 to 999999, got ${JSON.stringify(most)}`);
}

/** Deletes applications without a confirmation after a day, and refuses apps without a decision after thirty days. */
export async function endOldApplications(em: EntityManager, now: Date): Promise<void> {
  await forget(em, `state = 'UNCONFIRMED' and asked_at < ?::timestamptz - interval '1 day'`, [now]);
  await em.execute(`delete from app_confirmation where at < ?::timestamptz - interval '1 day'`, [now]);
  await em.execute(
    `with ended as (update app set state = 'REFUSED', reason = ?, decided_at = ?, decided_by = 'registry'
       where state = 'WAITING' and asked_at < ? returning id)
     delete from app_document where app in (select id from ended)`,
    [`Nobody decided within ${waitingDays} days.`, now, new Date(now.getTime() - waitingDays * 86_400_000)],
  );
}

/**
 * Takes one more application, where its mailbox and its network have not too many. If there are too many in all, the
 * network with the most applications loses its oldest one: a flood keeps no other network out.
 * @throws GraphQLError `TOO_MANY_APPS`
 */
export async function takeApplication(
  em: EntityManager,
  { mailbox, network }: Applicant,
  { now, mostOfNetwork }: { readonly now: Date; readonly mostOfNetwork: number },
): Promise<void> {
  await endOldApplications(em, now);
  const [count] = await em.execute<{ mailbox: number; network: number; unconfirmed: number }[]>(
    `select (count(*) filter (where mailbox = ? and state in ('UNCONFIRMED', 'WAITING')))::int as mailbox,
       (count(*) filter (where network = ? and asked_at > ?::timestamptz - interval '1 day'))::int as network,
       (count(*) filter (where state = 'UNCONFIRMED'))::int as unconfirmed
     from app`,
    [mailbox, network, now],
  );
  const { mailbox: ofMailbox = 0, network: ofNetwork = 0, unconfirmed = 0 } = count ?? {};
  if (ofMailbox >= maxOfMailbox) {
    throw tooMany(`Expected at most ${maxOfMailbox} apps of one mailbox that wait: have those decided first.`);
  }
  if (ofNetwork >= mostOfNetwork) {
    throw tooMany(`Expected at most ${mostOfNetwork} applications from one address a day: try again tomorrow.`);
  }
  if (unconfirmed >= maxUnconfirmed) {
    await forget(
      em,
      `id = (select id from app where state = 'UNCONFIRMED' and network =
         (select network from app where state = 'UNCONFIRMED' group by network order by count(*) desc, network limit 1)
       order by asked_at, id limit 1)`,
      [],
    );
  }
}

/** Refuses one more app that waits where too many do. @throws GraphQLError `TOO_MANY_APPS` */
export async function refuseMoreWaiting(em: EntityManager): Promise<void> {
  const [count] = await em.execute<{ all: number; waiting: number }[]>(
    `select count(*)::int as all, (count(*) filter (where state = 'WAITING'))::int as waiting
     from app where state in ('WAITING', 'ACCEPTED', 'SUSPENDED')`,
  );
  if ((count?.waiting ?? 0) < maxWaiting && (count?.all ?? 0) < maxApps) return;
  throw tooMany('Too many apps wait for an operator to decide: open the link again later.');
}

/** Notes that a mail is sent to a mailbox. @throws GraphQLError `TOO_MANY_APPS` */
export async function noteMail(
  em: EntityManager,
  mail: { readonly hash: string; readonly app: string; readonly secret: string | null; readonly mailbox: string },
  now: Date,
): Promise<void> {
  const [sent] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count from app_confirmation where mailbox = ? and at > ?::timestamptz - interval '1 day'`,
    [mail.mailbox, now],
  );
  if ((sent?.count ?? 0) >= maxMails)
    throw tooMany(`Expected at most ${maxMails} mails to one mailbox a day: try again tomorrow.`);
  await em.execute(`insert into app_confirmation (hash, app, secret, mailbox, at) values (?, ?, ?, ?, ?)`, [
    ...[mail.hash, mail.app, mail.secret, mail.mailbox, now],
  ]);
}

/** Deletes apps without a confirmation, and their rows in other tables. @returns how many. */
export async function forget(em: EntityManager, condition: string, values: readonly unknown[]): Promise<number> {
  const gone = await em.execute<{ id: string }[]>(`select id from app where ${condition}`, [...values]);
  const ids = JSON.stringify(gone.map(({ id }) => id));
  for (const table of ['program_key', 'app_change', 'app_document']) {
    await em.execute(`delete from ${table} where app in (select jsonb_array_elements_text(?::jsonb))`, [ids]);
  }
  await em.execute(`delete from app where id in (select jsonb_array_elements_text(?::jsonb))`, [ids]);
  return gone.length;
}

function tooMany(message: string): Error {
  return clientError('TOO_MANY_APPS', message);
}
