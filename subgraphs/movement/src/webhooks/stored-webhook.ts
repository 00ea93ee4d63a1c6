import type { SubgraphContext } from '@hub/kit';
import type { WebhookFault } from './webhook.type.js';

type Em = SubgraphContext['em'];

/** A webhook as a row of its table. */
export interface StoredWebhook {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[] | null;
  readonly goals: readonly string[] | null;
  readonly organisations: readonly string[] | null;
  readonly communes: readonly string[] | null;
  readonly secret: string;
  readonly formerSecret: string | null;
  readonly formerUntil: Date | null;
  readonly state: 'ACTIVE' | 'DISABLED';
  readonly disabledReason: WebhookFault | null;
  readonly createdAt: Date;
  /** Its last day, `YYYY-MM-DD`. */
  readonly until: string;
  readonly cursor: number;
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly retryAt: Date | null;
}

export const webhookColumns = `id, owner, name, url, kinds, goals, organisations, communes, secret,
  former_secret as "formerSecret", former_until as "formerUntil", state, disabled_reason as "disabledReason",
  created_at as "createdAt", until::text, cursor, attempts, failing_since as "failingSince", retry_at as "retryAt"`;

type Row = StoredWebhook;

/** A webhook from a row: the driver may return times as text. */
export function webhookOf(row: Row): StoredWebhook {
  const moment = (value: Date | null) => value && new Date(value);
  return {
    ...row,
    ...{ formerUntil: moment(row.formerUntil), createdAt: new Date(row.createdAt) },
    ...{ failingSince: moment(row.failingSince), retryAt: moment(row.retryAt) },
  };
}

/** Reads webhooks, the newest first: one owner's, or all. */
export async function readWebhooks(em: Em, owner: string | null, most: number): Promise<StoredWebhook[]> {
  const rows = await em.execute<Row[]>(
    `select ${webhookColumns} from webhook where ?::text is null or owner = ? order by created_at desc, id limit ?`,
    [owner, owner, most],
  );
  return rows.map(webhookOf);
}

/** One attempt, as a row of its table. */
export interface StoredDelivery {
  readonly webhook: string;
  readonly message: string;
  readonly type: string;
  readonly event: number | null;
  readonly attempt: number;
  readonly at: Date;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly fault: string | null;
}

/** How many attempts are kept for a webhook. */
const mostDeliveries = 200;

/** Stores the result of an attempt, and keeps only the webhook's newest ones. */
export async function noteDelivery(em: Em, delivery: StoredDelivery): Promise<void> {
  const { webhook, message, type, event, attempt, at, milliseconds, status, fault } = delivery;
  await em.execute(
    `insert into webhook_delivery (webhook, message, type, event, attempt, at, milliseconds, status, fault)
     select ?, ?, ?, ?::integer, ?, ?, ?, ?::integer, ?::text where exists (select from webhook where id = ?)`,
    [webhook, message, type, event, attempt, at, milliseconds, status, fault, webhook],
  );
  await em.execute(
    `delete from webhook_delivery where webhook = ? and number <= (
       select number from webhook_delivery where webhook = ? order by number desc offset ? limit 1)`,
    [webhook, webhook, mostDeliveries],
  );
}
