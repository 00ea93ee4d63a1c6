import type { MailFault, MailPost, SubgraphContext } from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import { eventsAfter } from '../events/event-log.js';
import { pauseAfter } from '../webhooks/webhook-sender.js';
import { newsMail } from './mail-message.js';
import { alertColumns, alertOf, type StoredAlert } from './stored-alert.js';

/** Options of the sender. */
export interface MailSenderOptions {
  readonly em: SubgraphContext['em'];
  readonly now: SubgraphContext['now'];
  readonly log: SubgraphContext['log'];
  readonly post: MailPost;
}

/** How many alerts one look handles, and how many events a mail has. */
const [mostAlerts, mostEvents] = [20, 30];

/** How long one server holds an alert, in seconds: longer than sending a mail may take. */
const leaseSeconds = 120;

/** Interval between two mails of one alert, in milliseconds: one mail has all events of that time. */
const betweenMs = 3_600_000;

/** How long sending may fail before an alert is disabled: three days, in milliseconds. */
const mostFailingMs = 3 * 86_400_000;

/**
 * Sends mails about events: all events after the alert's cursor, at most once an hour. The cursor moves once the mail
 * server has accepted the mail; if the mail server's answer is lost, the mail is sent again under the same id.
 */
export class MailSender {
  constructor(private readonly options: MailSenderOptions) {}

  /** Sends the mails that are due. Each alert is leased first, so that two servers never send one mail. */
  async look(isOver: () => boolean): Promise<void> {
    const { log } = this.options;
    for (let looked = 0; looked < mostAlerts && !isOver(); looked += 1) {
      const alert = await this.#lease();
      if (!alert) return;
      await this.#tell(alert).catch((error: unknown) => {
        // The log has neither the owner nor the address.
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
      // None of the new events is of a chosen kind.
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
