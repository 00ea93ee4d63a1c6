import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attack, type AttackClass, times } from './support/attack.js';
import { startAttacked } from './support/attacked-gateway.js';
import { newAddress, rawPost, sendRaw } from './support/client.js';

const query = '{ goals { code } }';

/** Waits until a connection is open, or refused. */
const untilOpenOrClosed = (socket: Socket) =>
  new Promise<void>((settled) => {
    socket.once('connect', settled).once('close', () => {
      settled();
    });
  });

/**
 * Connections that an attacker opens, and what the hub answers an honest caller meanwhile: a known one, or somebody of the
 * same address.
 */
const holding = (name: string, count: number, first: string, honest: 'known' | 'of the address' = 'known'): Attack => ({
  name,
  attack: async ({ hub }) => {
    const { hostname, port } = new URL(hub.url);
    const localAddress = newAddress();
    const sockets = Array.from({ length: count }, () => connect({ port: Number(port), host: hostname, localAddress }));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(first);
    }
    await Promise.all(sockets.map(untilOpenOrClosed));
    const answer =
      honest === 'known'
        ? await hub.ask({ query }, { role: 'analyst' })
        : await sendRaw(hub.url, [rawPost(JSON.stringify({ query }))], { localAddress, waitMs: 10_000 });
    for (const socket of sockets) socket.destroy();
    return answer;
  },
  expected: { status: 200, codes: [] },
});

/**
 * Anonymous requests to a separate gateway, whose rate admits 50 of them at any speed; returns how many it admitted,
 * and the limits that refused the rest.
 */
const flood = (name: string, headers: (request: number) => Record<string, string>): Attack => ({
  name,
  attack: async ({ hostile }) => {
    const folder = await mkdtemp(join(tmpdir(), 'flooded-'));
    const limits = join(folder, 'limits.json');
    await writeFile(limits, JSON.stringify({ rate: { anonymous: { burst: 50, perSecond: 0.001 } } }));
    const gateway = await startAttacked(
      ['--supergraph', hostile.supergraphWith('http://127.0.0.1:1/'), '--foreign', '--limits', limits],
      {},
      () => Promise.reject(new Error('Nobody is known.')),
    );
    try {
      const asked = Array.from({ length: 200 }, (_, request) =>
        gateway.ask({ query: '{' }, { headers: headers(request) }),
      );
      const answers = await Promise.all(asked);
      const refused = answers.filter(({ status }) => status === 429);
      return {
        answered: answers.length - refused.length,
        limits: [...new Set(refused.map(({ errors }) => errors[0]?.extensions['limit']))],
      };
    } finally {
      await gateway.stop();
      await rm(folder, { recursive: true });
    }
  },
  expected: { answered: 50, limits: ['RATE'] },
});

const attacks: Attack[] = [
  holding('300 connections that say nothing', 300, ''),
  holding('300 connections that begin a header', 300, 'POST /graphql HTTP/1.1\r\nhost: a\r\nx-a: '),
  holding(
    '300 bodies that do not come',
    300,
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
  ),
  holding(
    '200 bodies that do not come, of the same address as somebody’s whom the hub does not know either',
    200,
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    'of the address',
  ),
  {
    name: 'a body without an end',
    attack: ({ hub }) =>
      sendRaw(
        hub.url,
        [
          'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
          ...Array<string>(40).fill(`10000\r\n${' '.repeat(65_536)}\r\n`),
        ],
        { pauseMs: 20, localAddress: newAddress() },
      ),
    expected: { status: 413, codes: ['PAYLOAD_TOO_LARGE'] },
  },
  {
    name: 'a length of a gigabyte',
    attack: ({ hub }) => sendRaw(hub.url, [rawPost('{', { 'content-length': '1000000000' })]),
    expected: { status: 413, codes: ['PAYLOAD_TOO_LARGE'] },
  },
  {
    name: 'a batch of operations',
    attack: ({ hub }) => hub.ask(Array.from({ length: 1000 }, () => ({ query }))),
    expected: { status: 400, data: undefined },
  },
  {
    name: '150 requests of one caller at once that take their time',
    attack: async ({ hub }) => {
      const slow = `{ ${times(6, (i) => `a${i}: goals { progressByCommune(period: "2026-0${i + 1}", first: 500) { nodes { people { lower upper } } } }`)} }`;
      const asked = Array.from({ length: 150 }, () => hub.ask({ query: slow }, { role: 'app' }));
      const limits = (await Promise.all(asked)).flatMap(({ errors }) =>
        errors.map(({ extensions }) => extensions['limit']),
      );
      return { refused: limits.includes('CONCURRENCY') || limits.includes('RATE') || limits.includes('COST') };
    },
    expected: { refused: true },
  },
  flood('200 requests of nobody at once', () => ({})),
  flood('200 requests with made-up addresses', (request) => ({ 'x-forwarded-for': `10.0.0.${request}` })),
  {
    name: 'a flood of nobody, while someone known asks',
    attack: async ({ hub }) => {
      const flood = Array.from({ length: 100 }, () => hub.ask({ query: '{' }));
      const answer = await hub.ask({ query }, { role: 'analyst' });
      await Promise.all(flood);
      return answer;
    },
    expected: { status: 200, codes: [] },
  },
];

/** More than one can answer. */
export const floods: AttackClass = { name: 'floods', attacks };
