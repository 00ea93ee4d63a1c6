import { Webhook as Signer } from 'standardwebhooks';
import { typeOfKind } from '../events/event-kind.js';
import type { StoredEvent } from '../events/event-log.js';
import type { StoredWebhook } from './stored-webhook.js';

/** A message to send; its id is the same in every attempt. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  /** The event's number; null for a test. */
  readonly event: number | null;
  readonly body: string;
}

/** The message of an event for a webhook; of communes it names only the chosen ones. */
export function messageOf(event: StoredEvent, { id, communes: chosen }: StoredWebhook): WebhookMessage {
  const { number, kind, at, titleVi, titleEn, goal, period, organisation, publication, commune, communes } = event;
  const type = typeOfKind[kind];
  const data = {
    ...{ cursor: String(number), kind, titleVi, titleEn, goal, period, organisation, publication },
    ...(chosen && { commune, communes: communes?.filter((code) => chosen.includes(code)) ?? null }),
  };
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  // The id includes the time, since after a restore from a backup another event may have the same number.
  return { id: `msg_${id}_${number}_${at.getTime().toString(36)}`, type, event: number, body };
}

/** The type of a test message. */
export const testType = 'webhook.test';

/** A test message without an event. */
export function testMessage({ id }: StoredWebhook, at: Date): WebhookMessage {
  const body = JSON.stringify({ type: testType, timestamp: at.toISOString(), data: { webhook: id } });
  return { id: `msg_${id}_test_${at.getTime()}`, type: testType, event: null, body };
}

/**
 * The headers of a message, signed also with the former secret while that is valid.
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
