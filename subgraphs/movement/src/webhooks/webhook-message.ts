import { Webhook as Signer } from 'standardwebhooks';
import { typeOfKind } from '../events/event-kind.js';
import type { StoredEvent } from '../events/event-log.js';
import type { StoredWebhook } from './stored-webhook.js';

/** What is sent, under an id that stays the same however often it is. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  /** The event's number; null of a test. */
  readonly event: number | null;
  readonly body: string;
}

/** The message of an event for a webhook: what is told of communes is of those that it chose. */
export function messageOf(event: StoredEvent, { id, communes: chosen }: StoredWebhook): WebhookMessage {
  const { number, kind, at, titleVi, titleEn, goal, period, organisation, publication, commune, communes } = event;
  const type = typeOfKind[kind];
  const data = {
    ...{ cursor: String(number), kind, titleVi, titleEn, goal, period, organisation, publication },
    ...(chosen && { commune, communes: communes?.filter((code) => chosen.includes(code)) ?? null }),
  };
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  // With its time, for after a restore from a backup another event may have its number.
  return { id: `msg_${id}_${number}_${at.getTime().toString(36)}`, type, event: number, body };
}

/** The type of a message that tells of nothing. */
export const testType = 'webhook.test';

/** A message that tells of nothing, to see that it comes. */
export function testMessage({ id }: StoredWebhook, at: Date): WebhookMessage {
  const body = JSON.stringify({ type: testType, timestamp: at.toISOString(), data: { webhook: id } });
  return { id: `msg_${id}_test_${at.getTime()}`, type: testType, event: null, body };
}

/**
 * The headers of a message, signed: by the former secret, too, while that is good.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  { id, body }: WebhookMessage,
  { secret, formerSecret, formerUntil }: StoredWebhook,
  at: Date,
): Readonly<Record<string, string>> {
  const secrets = [
    secret,
    ...(formerSecret !== null && formerUntil !== null && at < formerUntil ? [formerSecret] : []),
  ];
  return {
    'content-type': 'application/json',
    'user-agent': 'digital-education-hub-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((one) => new Signer(one).sign(id, at, body)).join(' '),
  };
}
