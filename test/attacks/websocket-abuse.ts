import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from '@jest/globals';
import { type ClientOptions, WebSocket } from 'ws';
import { elapse, until } from '../support/until.js';
import type { Attack, AttackClass } from './support/attack.js';
import { sendRaw, told } from './support/client.js';

const protocol = 'graphql-transport-ws';
const init = '{"type":"connection_init","payload":{"x-hub-purpose":"statistics"}}';
const subscribe = (id: string, query: string) => JSON.stringify({ id, type: 'subscribe', payload: { query } });
const following = 'subscription { goalProgressChanged(goal: "PUPILS") { ratio } }';
const records = '{ learningGroup(code: "G") { code members { people } } }';

/** Whether the gateway accepts the connection. */
const opens = (socket: WebSocket) =>
  new Promise<boolean>((settled) => {
    socket.once('open', () => {
      settled(true);
    });
    socket.on('error', () => {
      settled(false);
    });
  });

/** How a connection went: the code of its end (or an HTTP status), and every message that came. */
interface Conversation {
  readonly end: number | undefined;
  readonly messages: string;
}

/** Opens a connection, says some things, and listens until the other side ends it or has said something often enough. */
async function converse(
  url: string,
  said: readonly (string | Buffer)[],
  { until, options = {}, protocols = protocol }: { until?: RegExp; options?: ClientOptions; protocols?: string } = {},
): Promise<Conversation> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, options);
  let messages = '';
  let end: number | undefined;
  const over = new Promise<void>((ended) => {
    socket.on('message', (data: Buffer) => {
      messages += `${data.toString()}\n`;
      if (until?.test(messages)) ended();
    });
    socket.once('close', (code) => {
      end = code;
      ended();
    });
    socket.once('unexpected-response', (_request, response) => {
      end = response.statusCode;
      ended();
    });
  });
  socket.on('error', () => undefined);
  socket.once('open', () => {
    const [first, ...others] = said;
    if (first === undefined) return;
    socket.send(first);
    // Messages after `connection_init` wait for its acknowledgement.
    const go = () => {
      for (const one of others) socket.send(one);
    };
    if (String(first).includes('connection_init') && others[0] !== init) socket.once('message', go);
    else go();
  });
  await Promise.race([over, elapse(6000, 'what has not come by then does not come', { ref: false })]);
  socket.terminate();
  return { end, messages };
}

const ends = (
  name: string,
  said: readonly (string | Buffer)[],
  end: number,
  how?: Parameters<typeof converse>[2],
): Attack => ({
  name,
  attack: ({ hub }) => converse(hub.url, said, how),
  expected: { end },
});
const says = (name: string, said: readonly string[], until: RegExp, expected: unknown): Attack => ({
  name,
  attack: ({ hub }) => converse(hub.url, said, { until }),
  expected: { messages: expected },
});
const handshake = (...lines: string[]) =>
  ['GET /graphql HTTP/1.1', 'host: hub', 'connection: upgrade', 'upgrade: websocket', ...lines, '', ''].join('\r\n');

const attacks: Attack[] = [
  ends('a page of another site', [], 403, { options: { origin: 'https://evil.example' } }),
  ends('a page of no site', [], 403, { options: { origin: 'null' } }),
  ends('a protocol that is not spoken', [init], 1006, { protocols: 'graphql-ws' }),
  ends('an operation before a beginning', [subscribe('1', '{ goals { code } }')], 4401),
  ends('two beginnings', [init, init], 4429),
  ends('nothing', [], 4408),
  ends('a message that is no JSON', ['{'], 4400),
  ends('a message of a type that there is not', ['{"type":"__proto__"}'], 4400),
  ends('a message without a type', ['[]'], 4400),
  ends('an operation without a query', [init, '{"id":"1","type":"subscribe","payload":{}}'], 4400),
  ends('an operation whose query is an object', [init, '{"id":"1","type":"subscribe","payload":{"query":{}}}'], 4400),
  ends('two operations of one id', [init, subscribe('1', following), subscribe('1', following)], 4409),
  ends('bytes that are no UTF-8', [init, randomBytes(100)], 4400),
  ends('lists within lists in a beginning', [`{"type":"connection_init","payload":{"a":${'['.repeat(60_000)}`], 1008),
  ends(
    'lists within lists in a variable that is not declared',
    [init, subscribe('1', '{ goals { code } }').replace('}}', `,"variables":{"a":${'['.repeat(60_000)}}}}`)],
    1008,
  ),
  ends('objects in pings', [init, `{"type":"ping","payload":[${'{},'.repeat(15_000)}{}]}`], 1008),
  ends('a beginning of 900 kB', [`{"type":"connection_init","payload":{"a":"${'a'.repeat(900_000)}"}}`], 1009),
  ends('a frame of two megabytes', [init, 'x'.repeat(2_000_000)], 1009),
  says(
    'a beginning with __proto__',
    [
      '{"type":"connection_init","payload":{"__proto__":{"authorization":"x"},"constructor":{"prototype":{"a":1}}}}',
      subscribe('__proto__', '{ goal(code: "PUPILS") { code } }'),
    ],
    /"complete"/,
    // The answer adds only the cost, which every caller sees.
    expect.stringMatching(/"payload":\{"data":\{"goal":\{"code":"PUPILS"\}\},"extensions":\{"cost":\{[^{}]*\}\}\}\}/),
  ),
  says(
    'records as nobody',
    [init, subscribe('1', records)],
    /"complete"|"error"/,
    expect.not.stringMatching(/"people"/),
  ),
  says(
    'records with roles in the beginning',
    [
      '{"type":"connection_init","payload":{"roles":["analyst"],"hub-caller":"e30","headers":{"authorization":"Bearer x"}}}',
      subscribe('1', records),
    ],
    /"complete"|"error"/,
    expect.not.stringMatching(/"people"/),
  ),
  says(
    'a token that is none',
    ['{"type":"connection_init","payload":{"Authorization":"Bearer x.y.z"}}', subscribe('1', '{ goals { code } }')],
    /"error"/,
    expect.stringContaining('UNAUTHENTICATED'),
  ),
  says(
    'a bomb for the parser',
    [init, subscribe('1', `{ ${'goals { code } '.repeat(2000)} }`)],
    /"error"/,
    expect.stringContaining('LIMIT_EXCEEDED'),
  ),
  says(
    'fields that there are not',
    [init, subscribe('1', 'subscription { secrets }')],
    /"error"/,
    expect.stringContaining('GRAPHQL_VALIDATION_FAILED'),
  ),
  says(
    '101 operations at once',
    [init, ...Array.from({ length: 101 }, (_, index) => subscribe(String(index), following))],
    /TOO_MANY_OPERATIONS|"limit":"CONCURRENCY"/,
    expect.stringMatching(/TOO_MANY_OPERATIONS|CONCURRENCY|COST/),
  ),
  {
    name: 'another’s token on another connection at the same time',
    attack: async ({ hub }) => {
      const token = await hub.bearer('analyst');
      const entitled = JSON.stringify({
        type: 'connection_init',
        payload: { authorization: token, 'x-hub-purpose': 'steering' },
      });
      const conversations = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          converse(hub.url, [index % 2 ? entitled : init, subscribe('1', records)], { until: /"complete"/ }),
        ),
      );
      const saw = (remainder: number) =>
        conversations
          .filter((_, index) => index % 2 === remainder)
          .filter(({ messages }) => messages.includes('"people":10')).length;
      return { entitled: saw(1), others: saw(0) };
    },
    expected: { entitled: 10, others: 0 },
  },
  {
    name: '300 connections of one address',
    attack: async ({ hub }) => {
      const sockets = Array.from(
        { length: 300 },
        () => new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, protocol),
      );
      const opened = await Promise.all(sockets.map(opens));
      const answer = await hub.ask({ query: '{ goals { code } }' }, { role: 'analyst' });
      for (const socket of sockets) socket.terminate();
      const opensAgain = async () => {
        const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, protocol);
        const isOpen = await opens(socket);
        socket.terminate();
        return isOpen;
      };
      await until(opensAgain, { what: 'the hub to have seen that those are gone', every: 50 });
      return { mayOpenAll: opened.every(Boolean), status: answer.status };
    },
    expected: { mayOpenAll: false, status: 200 },
  },
  {
    name: 'a connection after those are gone',
    attack: ({ hub }) =>
      converse(hub.url, [init, subscribe('1', '{ goal(code: "PUPILS") { code } }')], { until: /"complete"/ }),
    expected: { messages: expect.stringContaining('"code":"PUPILS"') },
  },
  {
    name: 'frames that are not masked',
    attack: async ({ hub }) => {
      const { hostname, port } = new URL(hub.url);
      const socket = connect(Number(port), hostname);
      const got: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => got.push(chunk)).on('error', () => undefined);
      const closed = new Promise((end) => socket.once('close', end));
      socket.write(
        handshake(
          `sec-websocket-key: ${randomBytes(16).toString('base64')}`,
          'sec-websocket-version: 13',
          `sec-websocket-protocol: ${protocol}`,
        ),
      );
      await until(() => Buffer.concat(got).includes('\r\n\r\n'), { what: 'an answer to the handshake' });
      socket.write(Buffer.concat([Buffer.from([0x81, init.length]), Buffer.from(init)]));
      await closed;
      return { text: Buffer.concat(got).toString() };
    },
    expected: { text: expect.not.stringContaining('connection_ack') },
  },
  {
    name: 'a handshake without a key',
    attack: ({ hub }) => sendRaw(hub.url, [handshake('sec-websocket-version: 13')]),
    expected: { status: 400 },
  },
  {
    name: 'a handshake of another version',
    attack: ({ hub }) =>
      sendRaw(hub.url, [handshake('sec-websocket-version: 99', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==')]),
    expected: { status: expect.any(Number) },
  },
  {
    name: 'a handshake at another path',
    attack: ({ hub }) => sendRaw(hub.url, [handshake().replace('/graphql', '/metrics')]),
    expected: { status: 404 },
  },
  {
    name: 'compression that was not offered',
    attack: ({ hub }) => converse(hub.url, [init], { until: /ack/, options: { perMessageDeflate: true } }),
    expected: { messages: expect.stringContaining('connection_ack') },
  },
  {
    name: 'a subscription that nobody reads',
    attack: async ({ hostile }) => {
      const event = `event: next\ndata: {"data":{"event":{"name":"${'x'.repeat(100_000)}"}}}\n\n`;
      hostile.answer((_request, response) => {
        response.setHeader('content-type', 'text/event-stream');
        const timer = setInterval(() => response.write(event), 1);
        response.once('close', () => {
          clearInterval(timer);
        });
      });
      const { hostname, port } = new URL(hostile.url);
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      const query = '{"query":"subscription { event { name } }"}';
      socket.pause();
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${query.length}\r\n\r\n${query}`,
      );
      const { memory: before } = await hostile.load();
      await elapse(2000, 'memory would grow with time');
      const { memory } = await hostile.load();
      socket.destroy();
      return { grewTooMuch: memory - before > 150_000_000 };
    },
    expected: { grewTooMuch: false },
  },
  {
    name: 'an event of 20 megabytes',
    attack: async ({ hostile }) => {
      hostile.answer((_request, response) => {
        response.setHeader('content-type', 'text/event-stream');
        response.end(
          `event: next\ndata: {"data":{"event":{"name":"${'x'.repeat(20_000_000)}"}}}\n\nevent: complete\ndata:\n\n`,
        );
      });
      const response = await fetch(`${hostile.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: '{"query":"subscription { event { name } }"}',
      });
      const { text } = await told(response);
      return { text: text.slice(0, 2000) };
    },
    expected: { text: expect.stringMatching(/"code":"(?:SUBGRAPH_INVALID_RESPONSE|LIMIT_EXCEEDED)"/) },
  },
  {
    name: '200 subscriptions of nobody',
    attack: async ({ hub }) => {
      const left = new AbortController();
      const asked = Array.from({ length: 200 }, () =>
        fetch(`${hub.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-hub-purpose': 'statistics' },
          body: JSON.stringify({ query: following }),
          signal: left.signal,
        }),
      );
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      const answer = await hub.ask({ query: '{ goals { code } }' }, { role: 'analyst' });
      left.abort();
      // Each holds what one event costs, so that one caller has not all of them.
      return { statuses: [...new Set(statuses)], answer };
    },
    expected: { statuses: [200, 429], answer: { status: 200 } },
  },
];

/** Connections that stay open, and what can be said on them. */
export const webSocketAbuse: AttackClass = { name: 'WebSockets and subscriptions', attacks };
