import { createHash, randomBytes } from 'node:crypto';
import { defineService, type Language, type MailPost, type SubgraphContext } from '@hub/kit';
import { badUserInput, clientError, dayInProvince, daysLater } from '@hub/protocol';
import type { EventKind } from '../events/event-kind.js';
import { endsOfLog } from '../events/event-log.js';
import { confirmationMail } from './mail-message.js';
import { alertColumns, alertOf, readAlerts, type StoredAlert } from './stored-alert.js';

type Em = SubgraphContext['em'];

/** How many alerts one owner may have, and all owners together. */
const [mostOfOwner, mostInAll] = [5, 20_000];

/** How many confirmation mails one owner may send, and one address may get, within a day. */
const [mostConfirmations, mostToAddress] = [10, 3];

/** Lifetime of an alert, in days. */
const days = 365;

/** A checked request for a new alert. */
export interface AskedAlert {
  readonly address: string;
  readonly language: Language;
  readonly kinds: readonly EventKind[];
  readonly goals: readonly string[] | null;
  readonly communes: readonly string[] | null;
}

/** The alerts of a server. */
export class MailBook {
  constructor(
    private readonly em: Em,
    private readonly now: SubgraphContext['now'],
    private readonly post: MailPost | undefined,
  ) {}

  list(owner: string): Promise<StoredAlert[]> {
    return readAlerts(this.em.fork(), owner);
  }

  /**
   * Makes an alert, and sends the mail that confirms its address.
   * @throws GraphQLError `MAIL_OFF`, `TOO_MANY_ALERTS`, `MAIL_NOT_SENT`
   */
  async create(asked: AskedAlert, owner: string): Promise<StoredAlert> {
    const { post } = this;
    if (!post) throw clientError('MAIL_OFF', 'This hub sends no mail.');
    const [confirmToken, endToken] = [newToken(), newToken()];
    const at = this.now();
    const json = (list: readonly string[] | null) => (list ? JSON.stringify(list) : null);
    const alert = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('mail_alert'))`);
      await refuseMore(em, owner, asked.address, at);
      const { newest } = await endsOfLog(em);
      const [row] = await em.execute<StoredAlert[]>(
        `insert into mail_alert (id, owner, address, language, kinds, goals, communes, state, confirm_hash, end_token,
           created_at, until, cursor, next_at)
         values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, 'PENDING', ?, ?, ?, ?::date, ?, ?) returning ${alertColumns}`,
        [
          ...[randomBytes(9).toString('hex'), owner, asked.address, asked.language],
          ...[json(asked.kinds), json(asked.goals), json(asked.communes), digest(confirmToken), endToken],
          ...[at, daysLater(dayInProvince(at), days), newest, at],
        ],
      );
      return alertOf(row as StoredAlert);
    });
    const { language, address, id } = alert;
    const fault = await post.send(
      address,
      confirmationMail({ language, hub: post.hub, endToken }, confirmToken),
      `${id}.confirm`,
    );
    if (fault === undefined) return alert;
    await this.#drop('id = ?', id);
    throw clientError('MAIL_NOT_SENT', 'The mail that confirms the address could not be sent; try again later.');
  }

  /**
   * Confirms an address by the link in its mail.
   * @returns whether there was an address to confirm.
   */
  async confirm(token: string): Promise<boolean> {
    const done = await this.em.fork().execute<object[]>(
      `update mail_alert set state = 'ACTIVE', confirm_hash = null, next_at = ?
       where confirm_hash = ? and state = 'PENDING' and created_at > ?::timestamptz - interval '1 day' returning id`,
      [this.now(), digest(token), this.now()],
    );
    return done.length > 0;
  }

  /**
   * Ends an alert by the link in a mail, and deletes all its data.
   * @returns whether there was one.
   */
  end(token: string): Promise<boolean> {
    return this.#drop('end_token = ?', token);
  }

  /** Deletes one of the owner's alerts. @throws GraphQLError `BAD_USER_INPUT` */
  async delete(id: string, owner: string): Promise<void> {
    if (await this.#drop('id = ? and owner = ?', id, owner)) return;
    throw badUserInput(`id: expected the id of an alert of yours, got ${JSON.stringify(id)}.`);
  }

  /** Deletes alerts after their last day, in any state, and alerts whose address was not confirmed within a day. */
  async forgetEnded(): Promise<void> {
    const at = this.now();
    await this.em.fork().execute(
      `with ended as (delete from mail_alert where until < ?::date
         or (state = 'PENDING' and created_at <= ?::timestamptz - interval '1 day'))
       delete from mail_confirmation where at <= ?::timestamptz - interval '1 day'`,
      [dayInProvince(at), at, at],
    );
  }

  async #drop(condition: string, ...values: readonly string[]): Promise<boolean> {
    const dropped = await this.em
      .fork()
      .execute<object[]>(`delete from mail_alert where ${condition} returning id`, [...values]);
    return dropped.length > 0;
  }
}

/** @throws GraphQLError `TOO_MANY_ALERTS` */
async function refuseMore(em: Em, owner: string, address: string, at: Date): Promise<void> {
  const hash = digest(address.toLowerCase());
  const [count] = await em.execute<[{ all: number; own: number; sent: number; to: number }]>(
    `select (select count(*)::int from mail_alert) as all, (select count(*)::int from mail_alert where owner = ?) as own,
       count(*) filter (where owner = ?)::int as sent, count(*) filter (where address_hash = ?)::int as to
     from mail_confirmation where at > ?::timestamptz - interval '1 day'`,
    [owner, owner, hash, at],
  );
  if (count.own >= mostOfOwner)
    throw clientError('TOO_MANY_ALERTS', `Expected at most ${mostOfOwner} alerts: delete one first.`);
  if (count.all >= mostInAll) throw clientError('TOO_MANY_ALERTS', 'This hub takes no more alerts.');
  if (count.sent >= mostConfirmations || count.to >= mostToAddress)
    throw clientError('TOO_MANY_ALERTS', 'Expected fewer addresses to confirm: try again tomorrow.');
  await em.execute('insert into mail_confirmation (owner, address_hash, at) values (?, ?, ?)', [owner, hash, at]);
}

function newToken(): string {
  // The most characters that a code may have.
  return randomBytes(30).toString('base64url');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** A server's alerts. */
export const serverMail = defineService<MailBook>('alerts by mail');

/** The alerts of the server that answers a request. */
export function mailOf({ services }: Pick<SubgraphContext, 'services'>): MailBook {
  return services.of(serverMail);
}
