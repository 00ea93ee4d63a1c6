import type { SubgraphContext } from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import type { AddressList } from '@hub/runtime';
import { eventsAfter } from '../events/event-log.js';
import { attempt, type Attempted } from './attempt.js';
import { noteDelivery, type StoredWebhook, webhookColumns, webhookOf } from './stored-webhook.js';
import type { WebhookRights } from './webhook-rights.js';
import { messageOf, signedHeaders, type WebhookMessage } from './webhook-message.js';

/** Options of the sender. */
export interface SenderOptions {
  readonly em: SubgraphContext['em'];
  readonly now: SubgraphContext['now'];
  readonly log: SubgraphContext['log'];
  /** Networks that are accepted though they point inward. */
  readonly allowed: AddressList | undefined;
  /** Checks whether the owners still have the right to events. */
  readonly rights: Pick<WebhookRights, 'end'>;
}

/** How many webhooks are served at once: in all, and for one owner. */
const [mostAtOnce, mostOfOwner] = [16, 3];

/** How many events one webhook gets before the others' turn. */
const mostInRow = 20;

/** How long one server holds a webhook, in seconds: longer than an attempt may take. */
const leaseSeconds = 60;

/** How long sending may fail before a webhook is disabled: three days, in milliseconds. */
const mostFailingMs = 3 * 86_400_000;

/** The pause after the first failure, and the longest, in milliseconds; each pause is twice the one before. */
const [firstPauseMs, longestPauseMs] = [10_000, 3_600_000];

/** The pause after failed attempts; it varies a little, so that webhooks do not all try at once. */
export function pauseAfter(attempts: number, part = Math.random()): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)) * (1 + part / 10);
}

/**
 * Sends events to webhooks: to each in order, one at a time, from its cursor. The cursor moves once a message was
 * accepted, so that no event is lost when this server or the app's server stops. If an answer was lost, the message
 * comes again under the same id.
 */
export class WebhookSender {
  readonly #busy = new Map<Promise<void>, string>();
  #stopping = false;

  constructor(private readonly options: SenderOptions) {}

  /** Starts to serve the webhooks that are due. */
  async look(): Promise<void> {
    if (this.#stopping) return;
    const { em, log, rights } = this.options;
    const unknown = await rights.end(em.fork(), log);
    for (const webhook of await this.#lease(unknown)) {
      const work = this.#tell(webhook)
        .catch((error: unknown) => {
          this.options.log.warn({ err: error, webhook: webhook.id }, 'cannot tell a webhook; trying again');
        })
        .finally(() => this.#busy.delete(work));
      this.#busy.set(work, webhook.owner);
    }
  }

  /** Starts nothing more, and waits for the running work. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#busy.keys());
  }

  /**
   * Leases due webhooks to this server: the longest waiting first, few of one owner.
   * @param unknown the owners whose right is unknown now.
   */
  async #lease(unknown: readonly string[]): Promise<StoredWebhook[]> {
    const { em, now } = this.options;
    const free = mostAtOnce - this.#busy.size;
    if (free <= 0) return [];
    const busy = JSON.stringify([...this.#busy.values()]);
    const at = now();
    const rows = await em.fork().execute<StoredWebhook[]>(
      `with newest as (select coalesce(max(number), 0) as number from hub_event where told),
       busy as (select value as owner, count(*) as count from json_array_elements_text(?::json) group by 1),
       due as (
         select w.id, w.retry_at, coalesce(b.count, 0) + row_number() over (
             partition by w.owner order by w.retry_at nulls first, w.cursor, w.id) as place
         from webhook w cross join newest left join busy b on b.owner = w.owner
         where w.state = 'ACTIVE' and w.cursor < newest.number and w.until >= ?::date
           and w.owner not in (select json_array_elements_text(?::json))
           and (w.retry_at is null or w.retry_at <= ?) and (w.leased_until is null or w.leased_until < clock_timestamp()))
       update webhook set leased_until = clock_timestamp() + make_interval(secs => ?)
       where id in (select id from due where place <= ? order by retry_at nulls first, id limit ?)
         and (leased_until is null or leased_until < clock_timestamp())
       returning ${webhookColumns}`,
      [busy, dayInProvince(at), JSON.stringify(unknown), at, leaseSeconds, mostOfOwner, free],
    );
    return rows.map(webhookOf);
  }

  async #tell(leased: StoredWebhook): Promise<void> {
    const em = this.options.em.fork();
    let webhook = leased;
    try {
      const { events, cursor, hasMore } = await eventsAfter(em, webhook.cursor, webhook, mostInRow);
      for (const event of events) {
        if (this.#stopping) return;
        const message = messageOf(event, webhook);
        const told = await attemptMessage(webhook, message, this.options);
        const moved =
          told.fault === null ? await this.#taken(webhook, event.number) : await this.#failed(webhook, told);
        // It was disabled, deleted or replayed meanwhile, or has to wait.
        if (told.fault !== null || !moved) return;
        webhook = { ...webhook, cursor: event.number, attempts: 0 };
      }
      // The following events are of no chosen kind.
      if (!hasMore)
        await em.execute('update webhook set cursor = ? where id = ? and cursor = ?', [
          ...[Math.max(cursor, webhook.cursor), webhook.id, webhook.cursor],
        ]);
    } finally {
      await em.execute('update webhook set leased_until = null where id = ?', [leased.id]);
    }
  }

  /** @returns whether the webhook's cursor is unchanged. */
  async #taken({ id, cursor }: StoredWebhook, number: number): Promise<boolean> {
    const moved = await this.options.em.fork().execute<object[]>(
      `update webhook set cursor = ?, attempts = 0, failing_since = null, retry_at = null,
         leased_until = clock_timestamp() + make_interval(secs => ?)
       where id = ? and cursor = ? and state = 'ACTIVE' returning id`,
      [number, leaseSeconds, id, cursor],
    );
    return moved.length > 0;
  }

  async #failed({ id, cursor, attempts, failingSince }: StoredWebhook, { status }: Attempted): Promise<boolean> {
    const { em, now, log } = this.options;
    const at = now();
    const since = failingSince ?? at;
    const reason = status === 410 ? 'GONE' : at.getTime() - since.getTime() >= mostFailingMs ? 'FAILING' : null;
    const moved = await em.fork().execute<object[]>(
      `update webhook set attempts = attempts + 1, failing_since = ?, retry_at = ?,
         state = case when ?::text is null then state else 'DISABLED' end, disabled_reason = ?
       where id = ? and cursor = ? and state = 'ACTIVE' returning id`,
      [since, new Date(at.getTime() + pauseAfter(attempts + 1)), reason, reason, id, cursor],
    );
    if (reason !== null) log.warn({ webhook: id, reason }, 'a webhook is disabled: its owner sees so');
    return moved.length > 0;
  }
}

/** Sends a message once, and stores the result. */
export async function attemptMessage(
  webhook: StoredWebhook,
  message: WebhookMessage,
  { em, now, allowed }: Pick<SenderOptions, 'em' | 'now' | 'allowed'>,
): Promise<Attempted> {
  const at = now();
  const attempted = await attempt(webhook.url, signedHeaders(message, webhook, at), message.body, allowed);
  const { id, type, event } = message;
  const delivery = { webhook: webhook.id, message: id, type, event, attempt: webhook.attempts + 1, at, ...attempted };
  await noteDelivery(em.fork(), delivery);
  return attempted;
}
