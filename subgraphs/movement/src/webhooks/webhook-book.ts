import { randomBytes } from 'node:crypto';
import { defineService, type SubgraphContext } from '@hub/kit';
import { badUserInput, clientError } from '@hub/protocol';
import { type AddressList, newId } from '@hub/runtime';
import { endsOfLog } from '../events/event-log.js';
import type { WebhookRequest } from './read-webhook.js';
import { readWebhooks, type StoredDelivery, type StoredWebhook, webhookColumns, webhookOf } from './stored-webhook.js';
import { testMessage } from './webhook-message.js';
import { attemptMessage } from './webhook-sender.js';

type Em = SubgraphContext['em'];

/** How many webhooks one owner may have, and all owners together. */
const [mostOfOwner, mostInAll] = [10, 1000];

/** How long a former secret still signs, in hours. */
export const formerHours = 24;

/** Minimal interval between two tests of a webhook, in milliseconds. */
const testEveryMs = 5000;

/** A webhook, with the secret that is shown this once. */
export interface WithSecret {
  readonly webhook: StoredWebhook;
  readonly secret: string;
}

/** The manager of webhooks: an owner with its webhooks, or an operator with all. */
export interface WebhookManager {
  readonly subject: string;
  /** The organisation that it acts for. */
  readonly organisation?: string | undefined;
  readonly app?: string | undefined;
  readonly roles: readonly string[];
  readonly isOperator: boolean;
}

/** The webhooks of a server. */
export class WebhookBook {
  constructor(
    private readonly em: Em,
    private readonly now: SubgraphContext['now'],
    /** Networks that are accepted though they point inward. */
    readonly allowed: AddressList | undefined,
  ) {}

  /** The manager's webhooks, for an operator all, the newest first. */
  list({ subject, isOperator }: WebhookManager): Promise<StoredWebhook[]> {
    return readWebhooks(this.em.fork(), isOperator ? null : subject, mostInAll);
  }

  /** Makes a webhook for the events from now on. @throws GraphQLError `TOO_MANY_WEBHOOKS` */
  async create(asked: WebhookRequest, { subject, organisation, app, roles }: WebhookManager): Promise<WithSecret> {
    const secret = newSecret();
    const json = (list: readonly string[] | null) => (list ? JSON.stringify(list) : null);
    const webhook = await this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('webhook'))`);
      await refuseMore(em, subject);
      const { newest } = await endsOfLog(em);
      const [row] = await em.execute<StoredWebhook[]>(
        `insert into webhook (id, owner, name, url, kinds, goals, organisations, communes, secret, state, created_at, until, cursor,
           owner_organisation, owner_app, owner_roles)
         values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?, 'ACTIVE', ?, ?::date, ?, ?, ?, ?::jsonb) returning ${webhookColumns}`,
        [
          ...[newId(), subject, asked.name, asked.url, json(asked.kinds), json(asked.goals), json(asked.organisations)],
          ...[json(asked.communes), secret, this.now(), asked.until, newest],
          ...[organisation ?? null, app ?? null, JSON.stringify(roles)],
        ],
      );
      return webhookOf(row as StoredWebhook);
    });
    return { webhook, secret };
  }

  /** Makes a new secret; the former also signs for a day. @throws GraphQLError `BAD_USER_INPUT` */
  async rotate(id: string, by: WebhookManager): Promise<WithSecret> {
    const secret = newSecret();
    const until = new Date(this.now().getTime() + formerHours * 3_600_000);
    const webhook = await this.#change(id, by, 'former_secret = secret, former_until = ?, secret = ?', [until, secret]);
    return { webhook, secret };
  }

  /** Sends a webhook the events after a cursor again, even if it was disabled. */
  async replay(id: string, after: number, by: WebhookManager): Promise<StoredWebhook> {
    const change = `cursor = ?, state = 'ACTIVE', disabled_reason = null, attempts = 0, failing_since = null, retry_at = null`;
    return this.#change(id, by, change, [after]);
  }

  /**
   * Sends a message without an event, now. If it is accepted, a webhook that waits continues at once.
   * @throws GraphQLError `TOO_MANY_TESTS`
   */
  async test(id: string, by: WebhookManager): Promise<StoredDelivery> {
    const at = this.now();
    const { subject, isOperator } = by;
    const [row] = await this.em.fork().execute<StoredWebhook[]>(
      `update webhook set tested_at = ? where id = ? and (?::boolean or owner = ?)
         and (tested_at is null or tested_at <= ?) returning ${webhookColumns}`,
      [at, id, isOperator, subject, new Date(at.getTime() - testEveryMs)],
    );
    if (!row) {
      await this.find(id, by);
      throw clientError('TOO_MANY_TESTS', `Expected ${testEveryMs / 1000} seconds between two tests of a webhook.`);
    }
    const webhook = { ...webhookOf(row), attempts: 0 };
    const message = testMessage(webhook, at);
    const attempted = await attemptMessage(webhook, message, { em: this.em, now: this.now, allowed: this.allowed });
    if (attempted.fault === null) await this.em.fork().execute('update webhook set retry_at = null where id = ?', [id]);
    return { ...{ webhook: id, message: message.id, type: message.type, event: null, attempt: 1, at }, ...attempted };
  }

  /** Deletes a webhook with its log, for good. @returns its former state. */
  async delete(id: string, by: WebhookManager): Promise<StoredWebhook> {
    const webhook = await this.find(id, by);
    await this.em.fork().execute('delete from webhook where id = ?', [id]);
    return webhook;
  }

  /** @throws GraphQLError `BAD_USER_INPUT` if there is none, or it is another owner's. */
  async find(id: string, { subject, isOperator }: WebhookManager): Promise<StoredWebhook> {
    const [row] = await this.em
      .fork()
      .execute<StoredWebhook[]>(`select ${webhookColumns} from webhook where id = ? and (?::boolean or owner = ?)`, [
        id,
        isOperator,
        subject,
      ]);
    if (!row) throw noSuchWebhook(id);
    return webhookOf(row);
  }

  async #change(
    id: string,
    { subject, isOperator }: WebhookManager,
    change: string,
    values: readonly unknown[],
  ): Promise<StoredWebhook> {
    const [row] = await this.em
      .fork()
      .execute<StoredWebhook[]>(
        `update webhook set ${change} where id = ? and (?::boolean or owner = ?) returning ${webhookColumns}`,
        [...values, id, isOperator, subject],
      );
    if (!row) throw noSuchWebhook(id);
    return webhookOf(row);
  }
}

async function refuseMore(em: Em, owner: string): Promise<void> {
  const [count] = await em.execute<{ all: number; own: number }[]>(
    'select count(*)::int as all, (count(*) filter (where owner = ?))::int as own from webhook',
    [owner],
  );
  if ((count?.own ?? 0) >= mostOfOwner)
    throw clientError('TOO_MANY_WEBHOOKS', `Expected at most ${mostOfOwner} webhooks: delete one first.`);
  if ((count?.all ?? 0) >= mostInAll)
    throw clientError('TOO_MANY_WEBHOOKS', `Expected at most ${mostInAll} webhooks in all: delete some first.`);
}

function noSuchWebhook(id: string): Error {
  return badUserInput(`id: expected the id of a webhook of yours, got ${JSON.stringify(id)}.`);
}

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** A server's webhooks. */
export const serverWebhooks = defineService<WebhookBook>('webhooks');

/** The webhooks of the server that answers a request. */
export function webhooksOf({ services }: Pick<SubgraphContext, 'services'>): WebhookBook {
  return services.of(serverWebhooks);
}
