import type { MailFault, MailPost, SubgraphContext } from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import { eventsAfter } from '../events/event-log.js';
import { pauseAfter } from '../webhooks/webhook-sender.js';
import { newsMail } from './mail-message.js';
import { alertColumns, alertOf, type StoredAlert } from './stored-alert.js';

/** What the sender needs. */
export interface MailSenderOptions {
  readonly em: SubgraphContext['em'];
  readonly now: SubgraphContext['now'];
  readonly log: SubgraphContext['log'];
  readonly post: MailPost;
}

/** How many alerts are looked at in a row, and how many events a mail tells of. */
const [mostAlerts, mostEvents] = [20, 30];

/** For how long an alert is one server's, in seconds: longer than a mail may take. */
const leaseSeconds = 120;

/** How long to wait between two mails of one alert, in milliseconds: what comes meanwhile is in one. */
const betweenMs = 3_600_000;

/** How long an alert may fail before it is disabled: three days, in milliseconds. */
const mostFailingMs = 3 * 86_400_000;

/**
 * Tells people of events by mail: of all that came since the last, at most once an hour, from where the alert's cursor
 * stands. It moves once the mail server took the mail; a mail whose answer was lost comes again under the same id.
 */
export class MailSender {
  constructor(private readonly options: MailSenderOptions) {}

  /** Sends what is due: each alert is leased when its turn comes, so that two servers never send one mail. */
  async look(isOver: () => boolean): Promise<void> {
    const { log } = this.options;
    for (let looked = 0; looked < mostAlerts && !isOver(); looked += 1) {
      const alert = await this.#lease();
      if (!alert) return;
      await this.#tell(alert).catch((error: unknown) => {
        // Whose it is and where it goes stays out of the log.
        log.warn({ err: error, alert: alert.id }, 'cannot tell an alert by mail; trying again');
      });
    }
  }

  async #lease(): Promise<StoredAlert | undefined> {
    const { em, now } = this.options;
    const at = now();
    const rows = await em.fork().execute<StoredAlert[]>(
      `with newest as (select coalesce(max(number), 0) as number from hub_event where told)
       update mail_alert set leased_until = clock_timestamp() + make_interval(secs => ?)
       where id in (
         select a.id from mail_alert a cross join newest
         where a.state = 'ACTIVE' and a.cursor < newest.number and a.until >= ?::date and a.next_at <= ?
           and (a.leased_until is null or a.leased_until < clock_timestamp())
         order by a.next_at, a.id limit 1 for update of a skip locked)
       returning ${alertColumns}`,
      [leaseSeconds, dayInProvince(at), at],
    );
    return rows.map(alertOf)[0];
  }

  async #tell(alert: StoredAlert): Promise<void> {
    const { em, post, now } = this.options;
    const { id, language, endToken, address, cursor: before } = alert;
    const { events, cursor, hasMore } = await eventsAfter(em.fork(), before, alert, mostEvents);
    if (events.length === 0) {
      // What came was not chosen.
      await this.#move(alert, cursor, now());
      return;
    }
    const mail = newsMail({ language, hub: post.hub, endToken }, events, hasMore);
    const fault = await post.send(address, mail, `${id}.${String(before)}`);
    if (fault === undefined) await this.#move(alert, cursor, new Date(now().getTime() + betweenMs));
    else await this.#failed(alert, fault);
  }

  async #move({ id, cursor: before }: StoredAlert, cursor: number, next: Date): Promise<void> {
    await this.options.em.fork().execute(
      `update mail_alert set cursor = greatest(cursor, ?), next_at = ?, attempts = 0, failing_since = null,
         leased_until = null
       where id = ? and cursor = ?`,
      [cursor, next, id, before],
    );
  }

  async #failed({ id, attempts, failingSince }: StoredAlert, fault: MailFault): Promise<void> {
    const { em, now, log } = this.options;
    const at = now();
    const since = failingSince ?? at;
    const isOver = at.getTime() - since.getTime() >= mostFailingMs;
    const reason = fault === 'REFUSED' ? 'REFUSED' : isOver ? 'FAILING' : null;
    await em.fork().execute(
      `update mail_alert set attempts = attempts + 1, failing_since = ?, next_at = ?, leased_until = null,
         state = case when ?::text is null then state else 'DISABLED' end, disabled_reason = ?
       where id = ?`,
      [since, new Date(at.getTime() + pauseAfter(attempts + 1)), reason, reason, id],
    );
    log.warn({ alert: id, fault, reason }, 'a mail was not taken');
  }
}
