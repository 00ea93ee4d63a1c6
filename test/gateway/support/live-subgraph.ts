import { EventEmitter, on, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type ExecutionResult, graphql, type GraphQLSchema, parse, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A subgraph that can be subscribed to by each protocol that the gateway speaks, on one URL. */
export interface LiveSubgraph {
  readonly url: string;
  /** Tells all subscriptions of an event: the value of their root field. */
  publish(event: unknown): void;
  /** Says that the events are complete. */
  complete(): void;
  /** How many subscriptions are open. */
  open(): number;
  /** How many subscriptions were opened so far. */
  opened(): number;
  /** Ends all connections without a word, and takes no more. */
  die(): void;
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: { readonly subscription?: Callback };
}

/** Where events are to be posted. */
interface Callback {
  readonly callbackUrl: string;
  readonly subscriptionId: string;
  readonly verifier: string;
}

/** @param rootValue what answers everything but subscriptions. */
export async function startLiveSubgraph(
  schema: GraphQLSchema,
  rootValue: Record<string, unknown>,
): Promise<LiveSubgraph> {
  const source = new EventEmitter().setMaxListeners(0);
  const subscriptions = new Set<AbortController>();
  let opened = 0;

  /** Values of the subscription's root field, whatever it is called. */
  const events = async function* (ended: AbortController) {
    subscriptions.add(ended);
    opened += 1;
    try {
      for await (const [event] of on(source, 'event', { signal: ended.signal, close: ['complete'] })) yield { event };
    } catch (error) {
      if (!ended.signal.aborted) throw error;
    } finally {
      subscriptions.delete(ended);
    }
  };
  const results = async (
    { query, variables }: Asked,
    ended = new AbortController(),
  ): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>> => {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return subscribe({
      schema,
      document,
      variableValues: variables ?? {},
      subscribeFieldResolver: (_source, { goal }: { goal?: unknown }) => {
        if (goal === 'REFUSED') throw new Error('no such goal');
        return events(ended);
      },
      fieldResolver: (parent: Record<string, unknown>, _arguments, _context, { fieldName, parentType }) =>
        parentType.name === 'Subscription' ? parent['event'] : parent[fieldName],
    });
  };

  const server = createServer((request, reply) => {
    void json(request).then(async (body) => {
      const asked = body as Asked;
      const callback = asked.extensions?.subscription;
      if (callback) await postEvents(callback, asked, results, reply);
      else if (request.headers.accept === 'text/event-stream') await streamEvents(asked, results, reply);
      else {
        const { query: text, variables } = asked;
        const answer = await graphql({ schema, source: text, variableValues: variables ?? {}, rootValue });
        reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      }
    });
  });
  const sockets = new WebSocketServer({ server });
  useServer(
    {
      schema,
      subscribe: async ({ document, variableValues }) => {
        const ended = new AbortController();
        const stream = await results(
          { query: document.loc?.source.body ?? '', variables: variableValues ?? {} },
          ended,
        );
        return 'errors' in stream ? stream : endedBy(stream as AsyncGenerator<ExecutionResult, void, void>, ended);
      },
    },
    sockets,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    publish: (event) => source.emit('event', event),
    complete: () => source.emit('complete'),
    open: () => subscriptions.size,
    opened: () => opened,
    die: () => {
      for (const socket of sockets.clients) socket.terminate();
      for (const subscription of subscriptions) subscription.abort();
      server.closeAllConnections();
      server.close();
    },
  };
}

type Results = (
  asked: Asked,
  ended: AbortController,
) => Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>>;

async function streamEvents(asked: Asked, results: Results, reply: ServerResponse): Promise<void> {
  const ended = new AbortController();
  reply.once('close', () => {
    ended.abort();
  });
  const stream = await results(asked, ended);
  if (!(Symbol.asyncIterator in stream)) {
    reply.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(stream));
    return;
  }
  reply.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  for await (const result of stream) reply.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
  reply.end('event: complete\ndata:\n\n');
}

/** Answers at once, then posts the events until the gateway refuses a check. */
async function postEvents(
  { callbackUrl, subscriptionId: id, verifier }: Callback,
  asked: Asked,
  results: Results,
  reply: ServerResponse,
): Promise<void> {
  const ended = new AbortController();
  const stream = await results(asked, ended);
  const post = async (message: object): Promise<boolean> => {
    const body = JSON.stringify({ kind: 'subscription', id, verifier, ...message });
    const { status } = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return status === 204;
  };
  if (!(Symbol.asyncIterator in stream)) {
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(stream));
    return;
  }
  // The gateway learns that it is a subscription before any event comes.
  const first = stream.next();
  if (!(await post({ action: 'check' }))) throw new Error('Expected a gateway that waits for events.');
  reply.setHeader('content-type', 'application/json').end('{"data":null}');
  const heartbeat = setInterval(() => {
    void post({ action: 'check' }).then((isThere) => {
      if (!isThere) ended.abort();
    });
  }, 50);
  for (let next = await first; !next.done; next = await stream.next())
    await post({ action: 'next', payload: next.value });
  clearInterval(heartbeat);
  if (!ended.signal.aborted) await post({ action: 'complete' });
}

/** A stream that ends at once when it is returned, though it waits for an event. */
function endedBy<T>(stream: AsyncGenerator<T, void, void>, ended: AbortController): AsyncGenerator<T, void, void> {
  const end = stream.return.bind(stream);
  stream.return = (value) => {
    ended.abort();
    return end(value);
  };
  return stream;
}
