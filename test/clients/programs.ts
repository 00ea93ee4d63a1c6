import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { RetryLink } from '@apollo/client/link/retry';
import { Hub, subscribe } from '@hub/client';
import { Client as Urql, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { request } from 'graphql-request';
import { createClient as sseClient } from 'graphql-sse';
import { createClient as wsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { keys, typePolicies } from '../../docs/examples/cache-keys.js';
import { hasPython, pythonWith } from '../support/python.js';

/** Small programs, each with the defaults of the client that apps use. */

const progress = (asKnownOn?: string) =>
  `{ goal(code: "ADULTS_CONFIRMED") { id progress${asKnownOn ? `(asKnownOn: "${asKnownOn}")` : ''} { id ratio } } }`;

/** The ratios of now and of a day, by whatever asks. */
export type Ratios = readonly [now: unknown, then: unknown];

type Answer = { readonly goal: { readonly progress: { readonly ratio: number } } };
const ratioOf = (data: unknown): unknown => (data as Answer | undefined)?.goal.progress.ratio;

/** Asks for both, and reads both from the cache alone. */
export async function ratiosFromApollo(uri: string, day: string, policies: 'usual' | 'published'): Promise<Ratios> {
  const cache = new InMemoryCache(policies === 'usual' ? {} : { typePolicies });
  const client = new ApolloClient({ cache, link: new HttpLink({ uri }) });
  const queries = [gql(progress()), gql(progress(day))];
  for (const query of queries) await client.query({ query });
  const [now, then] = queries.map((query) => ratioOf(client.readQuery({ query })));
  client.stop();
  return [now, then];
}

export async function ratiosFromUrql(url: string, day: string): Promise<Ratios> {
  const client = new Urql({ url, exchanges: [cacheExchange({ keys }), fetchExchange], preferGetMethod: false });
  const queries = [progress(), progress(day)];
  for (const query of queries) await client.query(query, {}).toPromise();
  const [now, then] = queries.map((query) =>
    ratioOf(client.readQuery(query, {}, { requestPolicy: 'cache-only' })?.data),
  );
  return [now, then];
}

export async function ratiosFromGraphqlRequest(url: string, day: string): Promise<Ratios> {
  return [ratioOf(await request(url, progress())), ratioOf(await request(url, progress(day)))];
}

/** The error messages that an app gets for two operations of one batch. */
export async function batchedByApollo(uri: string): Promise<readonly string[]> {
  const link = new BatchHttpLink({ uri });
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const shown = await Promise.all(
    ['{ goals { code } }', '{ purposes { code } }'].map(async (query) => {
      const { error } = await client.query({ query: gql(query), errorPolicy: 'all' });
      return String(error?.message);
    }),
  );
  client.stop();
  return shown;
}

/** Asks by digest and GET; gives the data, and the methods that went over the wire. */
export async function persistedByApollo(uri: string): Promise<{ readonly data: unknown; readonly methods: string[] }> {
  const methods: string[] = [];
  const recorded: typeof fetch = (input, init) => {
    methods.push(init?.method ?? 'GET');
    return fetch(input, init);
  };
  const persisted = new PersistedQueryLink({
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
    useGETForHashedQueries: true,
  });
  const ask = async () => {
    const link = ApolloLink.from([persisted, new HttpLink({ uri, fetch: recorded })]);
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const { data } = await client.query({ query: gql('{ organisations { code } }') });
    client.stop();
    return data;
  };
  await ask();
  return { data: await ask(), methods };
}

/** A client that follows one subscription: what it was given, and how its stream ended. */
export interface Followed {
  readonly events: unknown[];
  /** Undefined while it goes on. */
  ended: unknown;
  /** The last message that is no event. */
  told: unknown;
  leave(): void;
}

/** The message of an end or a refusal: an error and a close event have no JSON. */
export function saidOf(one: unknown): unknown {
  const { code, reason, message } = (one ?? {}) as { code?: unknown; reason?: unknown; message?: unknown };
  return code !== undefined || message !== undefined ? { code, reason, message } : one;
}

/** What programs follow: what became of one goal. */
export const changed = 'subscription { goalProgressChanged(goal: "ADULTS_CONFIRMED") { id people { lower } } }';

function followed(): Followed & {
  readonly sink: { next: (one: unknown) => void; error: (e: unknown) => void; complete: () => void };
} {
  const one: Followed = { events: [], ended: undefined, told: undefined, leave: () => undefined };
  return Object.assign(one, {
    sink: {
      next: (event: unknown) => {
        // The message about the stream's end is no event of the subscription.
        if ((event as { data?: unknown } | null)?.data) one.events.push(event);
        else one.told = event;
      },
      error: (error: unknown) => (one.ended = error),
      complete: () => (one.ended = 'complete'),
    },
  });
}

/** Settings of a client other than its defaults. */
export interface Followers {
  /** The subscription; of one goal unless told. */
  readonly query?: string;
  /** How often it tries again; as often as it does by itself unless told. */
  readonly attempts?: number;
}

/** The folder of the hub's package for Python. */
export const pythonPackage = fileURLToPath(new URL('../../gateway/client-python', import.meta.url));

/** Prints each event of a subscription as a line of JSON. */
const followingInPython = `
import json, sys
from hub_client import Hub
for event in Hub(sys.argv[1]).subscribe(sys.argv[2]):
    print(json.dumps(event), flush=True)
`;

/** A Python with `gql` and its transports for HTTP and WebSockets, from Debian's packages. */
export const pythonOfGql = pythonWith('gql', 'aiohttp', 'websockets');

/** Follows a subscription as its documentation says: in a session that connects again, in a loop of the app's own. */
const followingByGql = `
import asyncio, json, sys
from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

async def main():
    client = Client(transport=WebsocketsTransport(url=sys.argv[1]))
    session = await client.connect_async(reconnecting=True)
    while True:
        try:
            async for data in session.subscribe(gql(sys.argv[2])):
                print(json.dumps({"data": data}), flush=True)
        except Exception as error:
            print(repr(error), file=sys.stderr, flush=True)
        await asyncio.sleep(1)

asyncio.run(main())
`;

/** The hub's own packages, which try again until they are left. */
const ownFollowers: Readonly<Record<string, (url: string, told?: Followers) => Followed>> = {
  '@hub/client, server-sent events': (url, { query = changed } = {}) => {
    const one = followed();
    const left = new AbortController();
    const follow = async () => {
      const hub = new Hub({ url: new URL(url).origin });
      for await (const event of subscribe(hub, query, undefined, { signal: left.signal })) one.sink.next(event);
    };
    follow().then(one.sink.complete, (error: unknown) => {
      if (!left.signal.aborted) one.sink.error(error);
    });
    one.leave = () => {
      left.abort();
    };
    return one;
  },
  ...(hasPython() && {
    'hub-client for Python, server-sent events': (url, { query = changed } = {}) =>
      inPython('python3', followingInPython, [new URL(url).origin, query]),
  }),
};

/** What a program of Python's follows that prints each event as a line of JSON. */
function inPython(python: string, program: string, args: readonly string[]): Followed {
  const one = followed();
  const child = spawn(python, ['-c', program, ...args], {
    env: { PATH: process.env['PATH'], PYTHONPATH: pythonPackage, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface(child.stdout).on('line', (line) => {
    one.sink.next(JSON.parse(line));
  });
  child.stderr.on('data', (text: Buffer) => (one.told = text.toString()));
  child.once('exit', (code) => (one.ended = { code, message: one.told }));
  one.leave = () => {
    child.removeAllListeners('exit').kill('SIGKILL');
  };
  return one;
}

function byGql(python: string | undefined): typeof ownFollowers {
  if (python === undefined) return {};
  return {
    'gql for Python, WebSocket': (url, { query = changed } = {}) =>
      inPython(python, followingByGql, [url.replace('http', 'ws'), query]),
  };
}

/** The subscriptions of clients, each by its transport. */
export const followers: Readonly<Record<string, (url: string, told?: Followers) => Followed>> = {
  'graphql-ws, WebSocket': (url, { query = changed, attempts } = {}) => {
    const one = followed();
    // By default, it gives up at the first refused connection.
    const more = attempts === undefined ? {} : { retryAttempts: attempts, shouldRetry: () => true };
    const client = wsClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, ...more });
    client.subscribe({ query }, one.sink);
    one.leave = () => void client.dispose();
    return one;
  },
  'graphql-sse, server-sent events': (url, { query = changed, attempts } = {}) => {
    const one = followed();
    const client = sseClient({ url, ...(attempts !== undefined && { retryAttempts: attempts }) });
    client.subscribe({ query }, one.sink);
    one.leave = () => {
      client.dispose();
    };
    return one;
  },
  'Apollo Client with RetryLink, multipart': (uri, { query = changed, attempts } = {}) => {
    const one = followed();
    // A gateway that is not ready yet says so by a fault of HTTP, which the link sees.
    const http = new HttpLink({ uri, headers: { prefer: 'handling=strict' } });
    const retry = attempts === undefined ? {} : { attempts: { max: attempts }, delay: { max: 5000 } };
    const link = ApolloLink.from([new RetryLink(retry), http]);
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const subscription = client.subscribe({ query: gql(query) }).subscribe(one.sink);
    one.leave = () => {
      subscription.unsubscribe();
      client.stop();
    };
    return one;
  },
  ...ownFollowers,
  ...byGql(pythonOfGql),
};
