import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { passedOn } from '../support/passed-on.js';
import { until } from '../support/until.js';
import type { Attack, AttackClass } from './support/attack.js';
import { type AttackedGateway, startAttacked } from './support/attacked-gateway.js';
import type { Target } from './support/target.js';

const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
const noTokens = () => Promise.reject(new Error('Nobody is known.'));

/** Starts a gateway that must refuse to start; returns its exit code and its output. */
async function start(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main, '--port', '0', ...args], {
    env: { ...passedOn, NODE_ENV: 'test', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return { exitCode, said };
}

/** Whether a gateway's log says that it refused such an address; it comes another way than the answer. */
async function isLogged({ log }: AttackedGateway): Promise<boolean> {
  return until(() => JSON.stringify(log).includes('points inward'), {
    what: 'the log to name the address',
    within: 10_000,
  });
}

const refusedStart = { exitCode: 2, said: expect.stringContaining('points inward') };
const inSupergraph = (url: string): Attack => ({
  name: `to ${url} by the supergraph`,
  attack: ({ hostile }) => start(['--supergraph', hostile.supergraphWith(url), '--foreign'], {}),
  expected: refusedStart,
});
const inSetting = (name: string, value: string): Attack => ({
  name: `to ${value} by ${name}`,
  attack: ({ hostile }) =>
    start(['--supergraph', hostile.supergraphWith('http://127.0.0.1:1/'), '--foreign'], { [name]: value }),
  expected: refusedStart,
});
/** A name that means a link-local address once it is asked for. */
const byName = (host: string, protocol = 'sse', query = '{ text }'): Attack => ({
  name: `to ${host}, by ${query.split(' ')[0] === 'subscription' ? `a subscription over ${protocol}` : 'a name'}`,
  attack: async ({ hostile }: Target) => {
    const gateway = await startAttacked(
      ['--supergraph', hostile.supergraphWith(`http://${host}/graphql`), '--foreign'],
      { SUBGRAPH_TIMEOUT_MS: '1000', SUBGRAPH_RETRIES: '0', SUBGRAPH_SUBSCRIPTIONS_HOSTILE: protocol },
      noTokens,
    );
    try {
      const { text } = await gateway.ask(
        { query },
        { headers: { accept: 'application/json, text/event-stream;q=0.5' } },
      );
      return { text, refused: await isLogged(gateway) };
    } finally {
      await gateway.stop();
    }
  },
  expected: { text: expect.stringContaining('SUBGRAPH_UNREACHABLE'), refused: true },
});
/** An issuer of tokens that says where its keys are. */
const keysAt = (jwks_uri: string): Attack => ({
  name: `to ${jwks_uri} for the keys of tokens`,
  attack: async ({ hostile }: Target) => {
    const issuer = createServer((_request, response) => response.end(JSON.stringify({ issuer: url, jwks_uri })));
    issuer.listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const gateway = await startAttacked(
      ['--supergraph', hostile.supergraphWith('http://127.0.0.1:1/'), '--foreign'],
      { TOKEN_ISSUER: url, TOKEN_AUDIENCE: 'hub', HUB_DEVELOPMENT: 'true' },
      noTokens,
    );
    try {
      const { status } = await gateway.ask(
        { query: '{ honest }' },
        { headers: { authorization: 'Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.e30.AAAA' } },
      );
      return { status, refused: await isLogged(gateway) };
    } finally {
      await gateway.stop();
      issuer.closeAllConnections();
      issuer.close();
    }
  },
  expected: { status: 503, refused: true },
});

const attacks: Attack[] = [
  // Every other spelling is in the test of `isInwardUrl`.
  ...[
    'http://169.254.169.254/graphql',
    'http://[fe80::1]/graphql',
    'http://[::ffff:169.254.169.254]/graphql',
    'http://0.0.0.0:1/graphql',
    'http://[64:ff9b::7f00:1]/graphql',
    'http://１６９.２５４.１６９.２５４/graphql',
  ].map(inSupergraph),
  inSetting('SUBGRAPH_URL_HOSTILE', 'http://169.254.169.254/graphql'),
  inSetting('SUBGRAPH_SUBSCRIPTIONS_HOSTILE', 'ws:ws://169.254.169.254/graphql'),
  inSetting('SUBGRAPH_SUBSCRIPTIONS_HOSTILE', 'sse:http://[fe80::1]/graphql'),
  inSetting('SUBSCRIPTION_CALLBACK_URL', 'http://169.254.169.254/callback'),
  byName('link-local.attack.test'),
  byName('link-local-6.attack.test'),
  byName('mapped.attack.test'),
  byName('both.attack.test'),
  byName('link-local.attack.test', 'sse', 'subscription { event { name } }'),
  byName('link-local.attack.test', 'ws', 'subscription { event { name } }'),
  byName('link-local.attack.test', 'callback', 'subscription { event { name } }'),
  keysAt('http://169.254.169.254/jwks'),
  keysAt('http://link-local.attack.test/jwks'),
];

/** Where the gateway must not be led: its machine's own surroundings, where clouds keep what only the machine may know. */
export const linkLocal: AttackClass = { name: 'leading the gateway to link-local addresses', attacks };
