import type { Answer } from './subgraph.js';

/** A subscription that a test follows. */
export interface Subscribed {
  /** The next response; undefined when the subscription is complete. */
  next(): Promise<Answer | undefined>;
  leave(): void;
}

/**
 * Subscribes by GraphQL over server-sent events.
 * @param token of the caller; without it, the caller is anonymous.
 * @param purpose what it is for, where it is the hub.
 */
export async function subscribe(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
  purpose = token === undefined ? 'statistics' : 'steering',
): Promise<Subscribed> {
  const end = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'x-hub-purpose': purpose,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
    signal: end.signal,
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new Error(`Expected events, got status ${response.status}: ${await response.text()}`);
  }
  const responses = responsesOf(response.body as unknown as AsyncIterable<Uint8Array>);
  return {
    next: async () => (await responses.next()).value as Answer | undefined,
    leave: () => {
      end.abort();
    },
  };
}

async function* responsesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Answer> {
  const decoder = new TextDecoder();
  let text = '';
  let last: Answer | undefined;
  for await (const chunk of body) {
    const events = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('event: complete')) return;
      const data = /^event: next\ndata: (.*)$/.exec(event)?.[1];
      if (data === undefined) continue;
      last = JSON.parse(data) as Answer;
      yield last;
    }
  }
  // After an event that says to subscribe again, a stream breaks off.
  if (last?.data === undefined && last?.errors) return;
  throw new Error('The stream ended without being complete.');
}
