import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { AudienceEntity, GoalEntity, type SubgraphDefinition } from '@hub/kit';
import { movement } from '@hub/movement';
import { readSigningKey } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningProgram, startProgram } from '../support/program.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';
import { type Answer, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { elapse, until } from '../support/until.js';
import { type Change, type Middleman, openMiddleman } from './support/middleman.js';
import { newDatabase } from '../support/database.js';

/** Movement, a neighbour that answers alike, both with keys; and a stranger, who signs nothing. */
const graphs = ['movement', 'neighbour', 'stranger'] as const;

const supergraph = (names: readonly string[] = graphs) => `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  { query: Query }
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT
  directive @join__field(graph: join__Graph) repeatable on FIELD_DEFINITION
  scalar join__FieldSet
  scalar link__Import
  enum link__Purpose { SECURITY EXECUTION }
  enum join__Graph {
    ${names.map((name) => `${name.toUpperCase()} @join__graph(name: "${name}", url: "http://${name}.invalid/graphql")`).join(' ')}
  }
  type Purpose @join__type(graph: MOVEMENT) { code: ID! }
  type Query ${names.map((name) => `@join__type(graph: ${name.toUpperCase()})`).join(' ')} {
    purposes: [Purpose!] @join__field(graph: MOVEMENT)
    ${names.includes('neighbour') ? 'goals: [Goal!] @join__field(graph: NEIGHBOUR)' : ''}
    claim: String @join__field(graph: STRANGER)
  }
  ${names.includes('neighbour') ? 'type Goal @join__type(graph: NEIGHBOUR) { code: ID! }' : ''}
`;

const asSent: Change = (body, _headers, status) => [body, status];
const untrusted = (name: string) => ({
  errors: [{ extensions: { code: 'SUBGRAPH_UNTRUSTED', serviceName: name } }],
});

let folder: string;
let keys: Record<'gateway' | 'movement' | 'neighbour' | 'next', KeyFiles>;
let neighbour: RunningSubgraph;
let subgraphs: RunningSubgraph[];
let stranger: Server;
let strangerAsked = 0;
let strangerUrl: string;
let movementUrl: string;
let gateway: RunningProgram;
const middlemen: Middleman[] = [];

const at = (name: string) => join(folder, name);

async function start(organisation: string, key: KeyFiles, trusted: KeyFiles): Promise<RunningSubgraph> {
  const trust = {
    signingKey: readSigningKey(key.file),
    trustedKeyFiles: [trusted.publicFile],
  };
  const subgraph = await startSubgraph(renamed(organisation), newDatabase(), { trust });
  subgraphs.push(subgraph);
  return subgraph;
}

/** Movement under another name. The kit gives goals only to movement and to organisations with counts. */
function renamed(organisation: string): SubgraphDefinition {
  if (organisation === movement.organisation) return movement;
  return { ...movement, organisation, entities: [...movement.entities, AudienceEntity, GoalEntity] };
}

async function restartNeighbour(key: KeyFiles, trusted: KeyFiles): Promise<void> {
  subgraphs.splice(subgraphs.indexOf(neighbour), 1);
  await neighbour.stop();
  neighbour = await start('neighbour', key, trusted);
}

/** A proxy in front of the neighbour, with its own address. */
async function place(change: Change = asSent): Promise<Middleman> {
  const middleman = await openMiddleman(() => neighbour.url, change);
  middlemen.push(middleman);
  return middleman;
}

/** Puts a text in the place of a file, all at once. */
function write(name: string, content: string | object): void {
  writeFileSync(`${at(name)}.next`, typeof content === 'string' ? content : JSON.stringify(content));
  renameSync(`${at(name)}.next`, at(name));
}

function environment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    SIGNING_KEY_FILE: keys.gateway.file,
    SUBGRAPH_KEYS_FILE_MOVEMENT: keys.movement.publicFile,
    SUBGRAPH_URL_MOVEMENT: movementUrl,
    SUBGRAPH_URL_STRANGER: strangerUrl,
  };
}

const options = ['--agreements', 'off', '--limits', 'off', '--metrics-port', '0'];

/** Starts the gateway, with a file of subgraphs where something is in it. */
async function startGateway(file?: object, more: NodeJS.ProcessEnv = {}): Promise<void> {
  write('supergraph.graphql', supergraph());
  const args = ['--supergraph', at('supergraph.graphql'), ...options];
  if (file) {
    write('subgraphs.json', file);
    args.push('--subgraphs', at('subgraphs.json'));
  }
  gateway = await startProgram(`${built}gateway/dist/main.js`, args, { ...environment(), ...more }, /^ready$/);
}

/** Where the build is; of another one, to compare. */
const built = process.env['GATEWAY_BUILD'] ?? '';

async function ask(query: string): Promise<Answer> {
  const address = gateway.log.map(({ msg }) => /listening at (http:\S+)/.exec(String(msg))?.[1]).find(Boolean);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as Answer;
}

/** Waits until the gateway has logged something so often. */
async function logged(message: string, times = 1): Promise<Record<string, unknown>> {
  const lines = () => gateway.log.filter(({ msg }) => msg === message);
  await gateway.until(() => lines().length >= times);
  return lines().at(-1) as Record<string, unknown>;
}

/** Asks until the answer has a code, or none. */
async function askedUntil(query: string, code: string | undefined): Promise<Answer> {
  let answer = await ask(query);
  const isSo = async () => ((answer = await ask(query)).errors?.[0]?.extensions?.['code'] ?? undefined) === code;
  await until(isSo, { what: code ?? 'no error', seen: () => answer });
  return answer;
}

async function metric(name: string): Promise<string[]> {
  const { addresses } = gateway.log.find(({ msg }) => msg === 'metrics') as { addresses: AddressInfo[] };
  const lines = await (await fetch(`http://127.0.0.1:${addresses[0]?.port}/metrics`)).text();
  return lines.split('\n').filter((line) => line.startsWith(name));
}

const purposes = { purposes: expect.arrayContaining([{ code: 'steering' }]) };
const goals = { goals: expect.any(Array) };
const takenUp = 'the file of subgraphs was taken up';
const kept = 'the file of subgraphs cannot be used; everything stays as it was';
const wrongEntry = 'the entry of a subgraph cannot be used; the subgraph stays as it was';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-subgraph-trust-'));
  const key = (name: string) => makeKey(at(name));
  keys = { gateway: key('gateway'), movement: key('movement'), neighbour: key('neighbour'), next: key('next') };
  subgraphs = [];
  movementUrl = `${(await start('movement', keys.movement, keys.gateway)).url}/graphql`;
  neighbour = await start('neighbour', keys.neighbour, keys.gateway);
  stranger = createServer((_request, reply) => {
    strangerAsked += 1;
    reply.setHeader('content-type', 'application/json').end('{"data":{"claim":"believed"}}');
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/graphql`;
});
afterEach(async () => {
  await gateway.stop();
  for (const { server } of middlemen.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  strangerAsked = 0;
});
afterAll(async () => {
  for (const subgraph of subgraphs) await subgraph.stop();
  stranger.closeAllConnections();
  stranger.close();
  rmSync(folder, { recursive: true });
});

describe('a subgraph without a public key, beside others that have one,', () => {
  test('is not asked; the others answer', async () => {
    await startGateway();
    const answer = await ask('{ claim purposes { code } }');
    expect(answer).toEqual({
      data: { claim: null, ...purposes },
      errors: [
        {
          message: 'stranger is not asked: the gateway has no public key of it.',
          path: ['claim'],
          extensions: { code: 'SUBGRAPH_UNTRUSTED', serviceName: 'stranger' },
        },
      ],
    });
    expect(strangerAsked).toBe(0);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ subgraph: 'stranger', msg: 'the subgraph has no public key here and is not asked' }),
    );
    expect(await metric('gateway_subgraph_trust')).toEqual(
      expect.arrayContaining([
        'gateway_subgraph_trust{subgraph="movement",trust="signed"} 1',
        'gateway_subgraph_trust{subgraph="stranger",trust="refused"} 1',
        'gateway_subgraph_trust{subgraph="stranger",trust="unsigned"} 0',
      ]),
    );
    expect(await metric('gateway_subgraph_faults_total{subgraph="stranger",code="SUBGRAPH_UNTRUSTED"}')).toEqual([
      expect.stringMatching(/ 1$/),
    ]);
  });

  test('is asked where it is named, outside production', async () => {
    await startGateway(undefined, { SUBGRAPH_UNSIGNED: 'stranger' });
    expect(await ask('{ claim purposes { code } }')).toEqual({ data: { claim: 'believed', ...purposes } });
  });

  test.each(['production', 'prod', undefined])('may not be named under NODE_ENV=%s', async (NODE_ENV) => {
    const given = { ...environment(), PATH: process.env['PATH'], NODE_ENV, SUBGRAPH_UNSIGNED: 'stranger' };
    write('supergraph.graphql', supergraph());
    const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
    const args = ['--supergraph', at('supergraph.graphql'), '--port', '0', ...options];
    const child: ChildProcess = fork(main, args, {
      env: JSON.parse(JSON.stringify(given)) as NodeJS.ProcessEnv,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const [said, [code]] = await Promise.all([text(child.stderr as never), once(child, 'exit')]);
    expect(said).toMatch(/SUBGRAPH_UNSIGNED: expected nothing in production/);
    expect(code).toBe(2);
  });

  test('is asked by nobody who has no key to sign with, once one is named', async () => {
    await startGateway(undefined, {
      SIGNING_KEY_FILE: '',
      SUBGRAPH_KEYS_FILE_MOVEMENT: '',
      SUBGRAPH_UNSIGNED: 'stranger',
    });
    expect(await ask('{ claim }')).toEqual({ data: { claim: 'believed' } });
    expect(await ask('{ purposes { code } }')).toMatchObject(untrusted('movement'));
  });

  test('keeps no gateway from starting whose keys for it are none', async () => {
    writeFileSync(at('none.pub'), 'no key');
    await startGateway(undefined, { SUBGRAPH_KEYS_FILE_STRANGER: at('none.pub') });
    const answer = await ask('{ claim purposes { code } }');
    expect(answer).toMatchObject({ data: { claim: null, ...purposes }, ...untrusted('stranger') });
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ subgraph: 'stranger', msg: 'cannot use the keys of a subgraph' }),
    );
  });
});

test('where nothing is said of trust, outside production, all are asked unsigned, and the log says so', async () => {
  await startGateway(undefined, { SIGNING_KEY_FILE: '', SUBGRAPH_KEYS_FILE_MOVEMENT: '' });
  expect(await ask('{ claim }')).toEqual({ data: { claim: 'believed' } });
  const lines = gateway.log.filter(({ msg }) => String(msg).startsWith('subgraphs are asked unsigned and believed'));
  expect(lines).toHaveLength(1);
});

describe('without a restart, a gateway takes up', () => {
  // Not how often it was tried whether it answers at all: `{__typename}`.
  const asked = ({ seen }: Middleman) =>
    seen.filter(({ path, body }) => path === '/graphql' && body.includes('goals')).length;
  const leftOut = async () =>
    ((await (await fetch(`${gateway.url}/readyz`)).json()) as { leftOut?: object[] }).leftOut ?? [];
  const entry = (url: string, more: object = {}) => ({
    neighbour: { url: `${url}/graphql`, publicKeyFiles: [keys.neighbour.publicFile], ...more },
  });

  afterEach(() => {
    // The gateway builds no new plans.
    expect(gateway.log.filter(({ msg }) => msg === 'a new supergraph is live').length).toBe(0);
  });

  test('a subgraph’s key', async () => {
    const { url, seen } = await place();
    await startGateway({ neighbour: { url: `${url}/graphql` } });
    expect(await ask('{ goals { code } }')).toMatchObject(untrusted('neighbour'));
    expect(seen).toEqual([]);
    expect(await leftOut()).toContainEqual({ organisation: 'neighbour', code: 'SUBGRAPH_UNTRUSTED' });
    write('subgraphs.json', entry(url));
    await logged(takenUp);
    expect(await ask('{ goals { code } purposes { code } }')).toEqual({ data: { ...goals, ...purposes } });
    expect(await leftOut()).not.toContainEqual(expect.objectContaining({ organisation: 'neighbour' }));
  });

  test('another URL, while what is under way is answered from the one before', async () => {
    const held = Promise.withResolvers<undefined>();
    const before = await place(async (body, _headers, status, path) => {
      if (path === '/graphql') await held.promise;
      return [body, status];
    });
    const after = await place();
    await startGateway(entry(before.url));
    const underWay = ask('{ goals { code } }');
    await until(() => asked(before) > 0, { what: 'the one before to be asked' });
    write('subgraphs.json', entry(after.url));
    await logged(takenUp);
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    held.resolve(undefined);
    expect(await underWay).toEqual({ data: goals });
    expect([asked(before), asked(after)]).toEqual([1, 1]);
  });

  test('that a key is taken out of its file', async () => {
    const { url } = await place();
    const ring = at('ring.pub');
    write('ring.pub', readFileSync(keys.neighbour.publicFile, 'utf8'));
    await startGateway(entry(url, { publicKeyFiles: [ring] }));
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    // The last one; the session that was agreed under it would go on for ten minutes.
    write('ring.pub', '');
    await askedUntil('{ goals { code } }', 'SUBGRAPH_UNTRUSTED');
    write('ring.pub', readFileSync(keys.neighbour.publicFile, 'utf8'));
    await askedUntil('{ goals { code } }', undefined);
    rmSync(ring);
    await askedUntil('{ goals { code } }', 'SUBGRAPH_UNTRUSTED');
    expect(await ask('{ purposes { code } }')).toEqual({ data: purposes });
  });

  test('that an entry has no key any more', async () => {
    const { url, seen } = await place();
    await startGateway(entry(url));
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    const before = seen.length;
    write('subgraphs.json', entry(url, { publicKeyFiles: [] }));
    await logged(takenUp);
    expect(await ask('{ goals { code } }')).toMatchObject(untrusted('neighbour'));
    // The gateway still sends receipts for earlier requests.
    expect(seen.slice(before).filter(({ path }) => path !== '/trust/receipt')).toEqual([]);
  });

  test('that one may be unsigned, and may no more', async () => {
    await startGateway({ stranger: { unsigned: true } });
    expect(await ask('{ claim }')).toEqual({ data: { claim: 'believed' } });
    write('subgraphs.json', {});
    await logged(takenUp);
    expect(await ask('{ claim }')).toMatchObject(untrusted('stranger'));
    write('subgraphs.json', { stranger: { unsigned: true } });
    await logged(takenUp, 2);
    expect(await ask('{ claim }')).toEqual({ data: { claim: 'believed' } });
  });

  test('other settings', async () => {
    const slow = await place(async (body, _headers, status, path) => {
      if (path === '/graphql') await elapse(1000, 'it answers later than the other settings let it');
      return [body, status];
    });
    await startGateway(entry(slow.url));
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    write('subgraphs.json', entry(slow.url, { timeoutMs: 200 }));
    gateway.process.kill('SIGHUP');
    await logged(takenUp);
    expect(await ask('{ goals { code } }')).toMatchObject({
      errors: [{ message: 'neighbour did not answer within 200 ms.', extensions: { code: 'SUBGRAPH_TIMEOUT' } }],
    });
  });

  test('another key of a subgraph, and of its own', async () => {
    const { url } = await place();
    write('own.key', readFileSync(keys.gateway.file, 'utf8'));
    write('ring.pub', readFileSync(keys.neighbour.publicFile, 'utf8'));
    await startGateway(entry(url, { publicKeyFiles: [at('ring.pub')] }), { SIGNING_KEY_FILE: at('own.key') });
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    write('ring.pub', [keys.neighbour, keys.next].map(({ publicFile }) => readFileSync(publicFile, 'utf8')).join(''));
    write('own.key', readFileSync(keys.next.file, 'utf8'));
    // It trusts the gateway's next key alone, signs with another itself, and knows no session any more.
    await restartNeighbour(keys.next, keys.next);
    await askedUntil('{ goals { code } }', undefined);
    await restartNeighbour(keys.neighbour, keys.gateway);
  });

  test('nothing of a file that is malformed, and says why', async () => {
    const { url } = await place();
    await startGateway(entry(url));
    for (const [times, malformed] of ['{"neighbour": {', '[]', ''].entries()) {
      write('subgraphs.json', malformed);
      gateway.process.kill('SIGHUP');
      expect(await logged(kept, times + 1)).toMatchObject({ reason: expect.any(String), file: at('subgraphs.json') });
      expect(await ask('{ goals { code } }')).toEqual({ data: goals });
    }
    rmSync(at('subgraphs.json'));
    await logged(kept, 4);
    expect(await ask('{ goals { code } }')).toEqual({ data: goals });
  });

  test('nothing of an entry that is wrong, but all others', async () => {
    const { url } = await place();
    await startGateway(entry(url));
    write('subgraphs.json', {
      neighbour: { url: 'neighbour:4000', timeoutMs: 'long', key: 'x' },
      stranger: { unsigned: true },
    });
    expect(await logged(wrongEntry)).toMatchObject({
      subgraph: 'neighbour',
      problems: [
        expect.stringMatching(/^key: expected no such key, but url, publicKeyFiles, unsigned,/),
        'url: expected an http or https URL, and no address that points inward, got "neighbour:4000"',
        'timeoutMs: expected a whole number from 1 to 300000, got "long"',
      ],
    });
    await logged(takenUp);
    expect(await ask('{ goals { code } claim }')).toEqual({ data: { ...goals, claim: 'believed' } });
  });
});

test('a subgraph that a new supergraph adds is asked as the file says', async () => {
  const { url } = await place();
  await startGateway({
    neighbour: { url: `${url}/graphql`, publicKeyFiles: [keys.neighbour.publicFile] },
  });
  write('supergraph.graphql', supergraph(['movement', 'stranger']));
  await logged('a new supergraph is live');
  expect(await ask('{ goals { code } }')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  write('supergraph.graphql', supergraph());
  await logged('a new supergraph is live', 2);
  expect(await ask('{ goals { code } }')).toEqual({ data: goals });
});
