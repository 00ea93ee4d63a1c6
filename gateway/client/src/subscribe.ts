import type { Document } from './document.js';
import { HubError } from './errors.js';
import { readEvents } from './event-stream.js';
import { type Answer, type Hub, refusal, type RequestOptions } from './hub-client.js';
import { backoffMs } from './retry.js';

/** Codes of a stream's last event after which the client subscribes again: docs/apps.md. */
const again =
  /^(SUBSCRIPTION_(LOST|TOO_SLOW|OVERFLOW|EXPIRED|OUTDATED)|LIMIT_EXCEEDED|PLANNER_BUSY|HUB_UNREACHABLE|TOKEN_EXPIRED)$/;

/** How a stream ended: the subscription is complete, the client must subscribe again, or the subscription failed. */
type End = 'complete' | 'again' | HubError;

/**
 * Follows a subscription over server-sent events. If the stream breaks, or the hub ends it early, the client subscribes
 * again, with a new token if the old one has expired. Each stream begins with the current state and each event replaces
 * the former one, so a gap loses no data.
 *
 * Break off (`break` in a `for await`, or the signal) to leave.
 * @throws HubError where the hub refuses the subscription.
 */
export async function* subscribe<Result, Variables extends object = Record<string, unknown>>(
  hub: Hub,
  document: Document<Result, Variables>,
  variables?: Variables,
  { signal }: RequestOptions = {},
): AsyncGenerator<Answer<Result>, void> {
  for (let failures = 0; ; failures++) {
    const stream = oneStream<Result>(hub, document, variables, signal);
    try {
      let step = await stream.next();
      for (; !step.done; step = await stream.next()) {
        failures = 0;
        yield step.value;
      }
      const end = step.value;
      if (end === 'complete') return;
      if (end instanceof HubError) throw end;
    } finally {
      await stream.return('complete');
    }
    await hub.pause(backoffMs(failures, 30_000), signal);
  }
}

async function* oneStream<Result>(
  hub: Hub,
  document: Document<unknown, never>,
  variables: object | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Answer<Result>, End> {
  let response: Response;
  try {
    response = await hub.post(document, variables, 'text/event-stream', signal);
  } catch (error) {
    // `fetch` throws a TypeError when it cannot connect. In another realm, such as a sandbox, its class is a different
    // one: compare the name.
    if ((error as Error).name === 'TypeError' && !signal?.aborted) return 'again';
    throw error;
  }
  if (!response.ok || !response.body || !/event-stream/.test(response.headers.get('content-type') ?? '')) {
    const error = await refusal(response);
    return response.status === 429 || response.status >= 500 || again.test(error.code) ? 'again' : error;
  }
  let end: End = 'again';
  const events = readEvents(response.body);
  try {
    for await (const { name, data } of events) {
      if (name === 'complete') return end === 'again' ? 'complete' : end;
      const answer = JSON.parse(data) as Answer<Result>;
      const code = answer.data == null ? answer.errors?.[0]?.extensions?.code : undefined;
      if (code === undefined) {
        yield answer;
        continue;
      }
      if (!again.test(code)) {
        end = new HubError(answer.errors ?? [], response.status);
        continue;
      }
      if (/EXPIRED/.test(code)) await hub.renewToken();
      return 'again';
    }
  } catch (error) {
    // The stream broke.
    if (signal?.aborted) throw error;
  }
  return end;
}
