import { composeServices } from '@apollo/composition';
import { createClient, type ExecutionResult } from 'graphql-ws';
import { parse } from 'graphql';
import { WebSocket } from 'ws';
import { hubEngines } from '../../../gateway/src/engine/hub-engine.js';
import type { HubEnginesOptions } from '../../../gateway/src/engine/hub-engine-options.js';
import { ReloadingEngine } from '../../../gateway/src/engine/reloading-engine.js';
import { createServer, type ServerOptions } from '../../../gateway/src/start/server.js';
import { CallbackDesk } from '../../../gateway/src/subscription/callback-desk.js';
import type { SubscriptionProtocol } from '../../../gateway/src/subscription/transports.js';
import { until } from '../../support/until.js';
import { type LiveSubgraph, startLiveSubgraph } from './live-subgraph.js';
import { responsesOf } from './streams.js';
import { fixture, startTestSubgraph, subgraphSchema, type TestSubgraph } from './test-subgraph.js';

/** How a client of the gateway takes events. */
export const clientProtocols = [
  'text/event-stream',
  'multipart/mixed;subscriptionSpec=1.0',
  'graphql-transport-ws',
] as const;

export type ClientProtocol = (typeof clientProtocols)[number];

interface Events extends AsyncIterable<unknown> {
  next(): Promise<IteratorResult<unknown, unknown>>;
  /** Leaves. */
  return(): Promise<unknown>;
}

/** A small province whose progress can be subscribed to, behind a gateway. */
export interface LiveProvince {
  readonly url: string;
  readonly movement: LiveSubgraph;
  readonly womensUnion: TestSubgraph;
  /** Subscribes as a client does, and waits until the subgraph has it. */
  subscribe(protocol: ClientProtocol, query?: string, variables?: Record<string, unknown>): Promise<Events>;
  /** Asks over HTTP. */
  post(query: string, accept: string, variables?: Record<string, unknown>): Promise<Response>;
  /** Has the gateway take over another supergraph. */
  reload(): Promise<void>;
  /** Tells the gateway that movement is reached in another way. */
  reach(): void;
  /** Stops the gateway alone. */
  stopGateway(): Promise<void>;
  stop(): Promise<void>;
}

export const progressChanged = `subscription ($goal: ID! = "ADULTS_BASIC") {
  goalProgressChanged(goal: $goal) { communeCode people womensUnion { people } }
}`;

/** The progress of a commune in movement's event, and the client's event. */
export const changed = (communeCode: string) => ({ __typename: 'GoalProgress', goalCode: 'ADULTS_BASIC', communeCode });
export const told = (communeCode: string) => ({
  data: { goalProgressChanged: { communeCode, people: 42, womensUnion: { people: 30 } } },
});

const movementSdl = `${fixture('movement.graphql')}
  type Subscription { goalProgressChanged(goal: ID!): GoalProgress }`;

/**
 * @param protocol how the gateway subscribes to movement.
 * @param cost limits of an operation's cost; none by default.
 * @param processor queues new operations before they are planned; no queue by default.
 */
export async function startLiveProvince(
  protocol: SubscriptionProtocol = 'sse',
  options: Partial<ServerOptions> = {},
  cost?: HubEnginesOptions['cost'],
  processor?: HubEnginesOptions['processor'],
): Promise<LiveProvince> {
  type Representations = { readonly representations: readonly Record<string, unknown>[] };
  const each = (fields: object) => ({
    _entities: ({ representations }: Representations) => representations.map((key) => ({ ...key, ...fields })),
  });
  const movement = await startLiveSubgraph(subgraphSchema(movementSdl), { ...each({ people: 42 }), goals: [] });
  const womensUnion = await startTestSubgraph('womens-union', each({ womensUnion: { people: 30 } }), 'answers');
  const youthUnion = await startTestSubgraph('youth-union', each({ youthUnion: { people: 12 } }), 'answers');
  const { supergraphSdl, errors } = composeServices([
    { name: 'movement', url: movement.url, typeDefs: parse(movementSdl) },
    { name: 'womens-union', url: womensUnion.url, typeDefs: parse(fixture('womens-union.graphql')) },
    { name: 'youth-union', url: youthUnion.url, typeDefs: parse(fixture('youth-union.graphql')) },
  ]);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));

  let reach: (names: readonly string[]) => void = () => undefined;
  const callbacks = new CallbackDesk(() => `${http.listeningOrigin}/callback`);
  const { http, open } = createServer({ logLevel: process.env['LOG_LEVEL'] ?? 'silent', callbacks, ...options });
  const { log } = http;
  const engine = await ReloadingEngine.open(supergraphSdl, {
    streamGraceMs: 100,
    preparation: { operations: 10, milliseconds: 1000 },
    log,
    open: hubEngines({
      timeoutMs: 2000,
      cost,
      processor,
      subgraphUrl: () => undefined,
      subscriptionRoute: () => ({ protocol, url: undefined }),
      onSubgraphChange: (listener) => (reach = listener),
      callbacks,
      log,
      planning: { thread: planningThread },
    }),
  });
  await open(engine);
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  let stopped: Promise<void> | undefined;
  const stopGateway = () => (stopped ??= http.close());
  const post = (query: string, accept: string, variables: Record<string, unknown> = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables }),
    });
  return {
    url,
    movement,
    womensUnion,
    post,
    subscribe: async (client, query = progressChanged, variables = {}) => {
      const before = movement.opened();
      const events =
        client === 'graphql-transport-ws'
          ? overWebSocket(url, query, variables)
          : payloads(responsesOf(await post(query, client, variables)), client);
      // A generator does nothing until it is asked.
      const first = events.next();
      await until(() => movement.opened() > before, { what: 'movement to be subscribed to' });
      return withFirst(first, events);
    },
    reload: async () => {
      await engine.reload(`${supergraphSdl}\n# another`);
    },
    reach: () => {
      reach(['movement']);
    },
    stopGateway,
    stop: async () => {
      movement.die();
      womensUnion.stop();
      youthUnion.stop();
      await stopGateway();
    },
  };
}

const planningThread = new URL('../../../gateway/dist/planning-thread.js', import.meta.url);

/** Waits until the gateway holds so many subscriptions at movement open. */
export async function untilOpen({ movement }: Pick<LiveProvince, 'movement'>, count: number): Promise<void> {
  await until(() => movement.open() === count, { what: `${count} subscriptions`, seen: () => movement.open() });
}

function overWebSocket(url: string, query: string, variables: Record<string, unknown>) {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  return untilClosed(client.iterate<ExecutionResult>({ query, variables }));
}

/** Events, and as the last of a connection that is to be opened again, what it was closed for. */
async function* untilClosed(events: AsyncIterable<object>): AsyncGenerator<object, undefined, undefined> {
  try {
    for await (const event of events) yield event;
  } catch (closed) {
    const { code, reason } = closed as CloseEvent;
    if (code !== 1001 && code !== 1012) throw closed;
    yield { errors: [{ extensions: { code: reason.split(':')[0] } }] };
  }
}

/** What the parts of a multipart response hold. */
async function* payloads(responses: AsyncIterable<unknown>, protocol: ClientProtocol) {
  for await (const response of responses) {
    const { payload, ...own } = response as { payload?: unknown };
    // A message without a payload belongs to the protocol.
    yield protocol.startsWith('multipart') ? (payload ?? own) : response;
  }
}

/** Events of which the first was asked for already. */
function withFirst(first: Promise<IteratorResult<unknown>>, events: AsyncIterator<unknown>): Events {
  let waiting: typeof first | undefined = first;
  const all: Events = {
    next: () => {
      const next = waiting ?? events.next();
      waiting = undefined;
      return next;
    },
    return: async () => events.return?.(),
    [Symbol.asyncIterator]: () => all as AsyncIterator<unknown>,
  };
  return all;
}
