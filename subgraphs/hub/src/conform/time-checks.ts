import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Check, Group } from './check.js';
import { type ExaminedSubgraph, unmet } from './examined.js';

/** Number of connections that send half a request. */
const halfRequests = 20;

/** Checks that answers arrive within the gateway's timeout, whatever other clients do. */
export function timeChecks(subgraph: ExaminedSubgraph): Group {
  const timely = (name: string, asked: object): Check => ({
    name,
    run: async () => {
      const began = performance.now();
      const exchange = await subgraph.ask(asked);
      await subgraph.answer(exchange);
      const took = performance.now() - began;
      if (took > subgraph.waitsMs)
        throw unmet(exchange, `an answer within ${subgraph.waitsMs / 1000} s, but it took ${Math.round(took)} ms`);
    },
  });
  return {
    name: 'time',
    page: 'docs/protocol/messages.md#how-long-the-gateway-waits',
    checks: [
      timely('an answer comes while the gateway waits', { query: '{ __typename }' }),
      timely('a schema comes while the gateway waits', { query: '{ _service { sdl } }' }),
      timely('an operation of a thousand fields comes while the gateway waits', {
        query: `{ ${Array.from({ length: 1000 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
      }),
      {
        name: 'a session is good for a minute at least, and an hour at most',
        page: 'docs/protocol/sessions.md#how-long-it-is-good',
        run: async () => {
          const { seconds, exchange } = await subgraph.granted();
          if (seconds < 60 || seconds > 3600) throw unmet(exchange, 'seconds from 60 to 3600');
        },
      },
      {
        name: 'requests that never end keep nobody from being answered',
        run: async () => {
          const sockets = await Promise.all(Array.from({ length: halfRequests }, () => halfRequest(subgraph)));
          try {
            // The first answer may come before the subgraph reads the other connections.
            await subgraph.ask({ query: '{ __typename }' });
            const began = performance.now();
            const exchange = await subgraph.ask({ query: '{ __typename }' });
            await subgraph.answer(exchange, 200);
            if (performance.now() - began > subgraph.waitsMs)
              throw unmet(exchange, 'an answer beside requests that never end');
          } finally {
            for (const socket of sockets) socket.destroy();
          }
        },
      },
      {
        name: 'a caller that hangs up leaves nothing that others wait for',
        run: async () => {
          const socket = await halfRequest(subgraph);
          socket.destroy();
          const exchange = await subgraph.ask({ query: '{ __typename }' });
          await subgraph.answer(exchange, 200);
        },
      },
    ],
  };
}

/** Opens a connection that announces a body and sends only its first bytes. */
async function halfRequest({ options: { url }, target }: ExaminedSubgraph): Promise<Socket> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const socket =
    url.protocol === 'https:'
      ? connectTls({ host: url.hostname, port, servername: url.hostname })
      : connect(port, url.hostname);
  socket.on('error', () => undefined);
  const head = `POST ${target} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":`;
  await new Promise((sent) => socket.write(head, sent));
  return socket;
}
