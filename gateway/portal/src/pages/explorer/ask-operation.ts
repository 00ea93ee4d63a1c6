import type { AskedOperation } from '../../explorer/explorer-setting.js';
import { headersOfPerson } from '../../hub/ask.js';
import { endByItself, sessionNow } from '../../hub/session.js';

/** Sends an operation to the hub as the current person: returns one answer, or the stream of a subscription. */
export function askOperation(asked: AskedOperation): Promise<object> | AsyncIterable<object> {
  return isSubscription(asked) ? eventsOf(asked) : answerOf(asked);
}

function isSubscription({ query, operationName }: AskedOperation): boolean {
  const said = [...query.replaceAll(/#.*/g, '').matchAll(/\bsubscription\b\s*(\w*)\s*[({@]/g)];
  return said.some(([, name]) => !operationName || name === operationName);
}

async function send({ query, variables, operationName }: AskedOperation, accept: string, signal?: AbortSignal) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headersOfPerson() },
    body: JSON.stringify({ query, variables, ...(operationName && { operationName }) }),
    signal: signal ?? null,
  });
  if (response.status === 401 && sessionNow().person) endByItself();
  return response;
}

async function answerOf(asked: AskedOperation): Promise<object> {
  return (await (await send(asked, 'application/graphql-response+json')).json()) as object;
}

/** Yields the answers of a subscription. */
async function* eventsOf(asked: AskedOperation): AsyncIterable<object> {
  const leaving = new AbortController();
  try {
    const response = await send(asked, 'text/event-stream, application/graphql-response+json', leaving.signal);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (!isStream || !response.body) {
      yield (await response.json()) as object;
      return;
    }
    let rest = '';
    for await (const part of chunksOf(response.body.pipeThrough(new TextDecoderStream()))) {
      const events = (rest + part).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []));
        if (data.join('')) yield JSON.parse(data.join('\n')) as object;
      }
    }
  } finally {
    leaving.abort();
  }
}

async function* chunksOf<Part>(stream: ReadableStream<Part>): AsyncIterable<Part> {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
