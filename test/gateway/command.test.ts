import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createKeyPairIfMissing, publicFileOf, subgraphs } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { untilWith } from '../support/child.js';
import { startIssuer } from '../support/issuer.js';
import { passedOn } from '../support/passed-on.js';

const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));
/** A graph that is not the hub's. */
const foreign = ['--supergraph', supergraph, '--foreign'];

describe('pnpm gateway', () => {
  let folder: string;
  let gateway: ChildProcess | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  });
  afterEach(() => {
    gateway?.kill('SIGKILL');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Starts the command, as its parent may: with a channel on which the child learns of the parent's end. */
  function start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    gateway = fork(main, args, {
      env: {
        ...passedOn,
        NODE_ENV: 'test',
        APOLLO_KEY: 'service:any:key',
        APOLLO_GRAPH_REF: 'any@current',
        ...env,
      },
      execArgv: [],
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return gateway;
  }

  /** Starts the command and waits until it is ready; tells where, and everything that it logs. */
  async function startReady(args: string[], env: NodeJS.ProcessEnv = {}) {
    const child = start(['--port', '0', ...args], env);
    const log: Record<string, unknown>[] = [];
    let rest = '';
    const url = await new Promise<string>((ready, failed) => {
      let address = '';
      child.once('exit', () => {
        failed(new Error('the gateway ended'));
      });
      child.stdout?.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const entry = JSON.parse(line) as { msg: string };
          log.push(entry);
          address ||= /http:\S+/.exec(entry.msg)?.[0] ?? '';
          if (entry.msg === 'ready') ready(address);
        }
      });
    });
    return { child, url, log };
  }

  async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
    const stderr = child.stderr ? text(child.stderr) : '';
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, stderr: await stderr };
  }

  test('serves any supergraph with every subgraph down, logs whose fault it is, and tells no address', async () => {
    const { child, url, log } = await startReady([...foreign, '--timeout', '5000'], {
      SUBGRAPH_URL_YOUTH_UNION: 'http://127.0.0.1:1/elsewhere',
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
      body: '{"query":"{ teams { code } }"}',
    });
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({
      data: { teams: null },
      errors: [
        {
          message: 'youth-union cannot be reached.',
          path: ['teams'],
          extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'youth-union' },
        },
      ],
    });
    const told = () => log.find(({ msg }) => msg === 'subgraph failed');
    // Its log comes another way than its answer.
    await untilWith(child, () => told() !== undefined);
    expect(told()).toMatchObject({
      reqId: 'r-1',
      subgraph: 'youth-union',
      url: 'http://127.0.0.1:1/elsewhere',
      code: 'SUBGRAPH_UNREACHABLE',
    });
  });

  test('reaches one subgraph as the environment says of it alone', async () => {
    const hanging = createServer().listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const { port } = hanging.address() as { port: number };
    const { url } = await startReady([...foreign, '--timeout', '60000'], {
      SUBGRAPH_URL_YOUTH_UNION: `http://127.0.0.1:${port}/`,
      SUBGRAPH_TIMEOUT_MS_YOUTH_UNION: '120',
    });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ teams { code } }"}',
    });
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'youth-union did not answer within 120 ms.', extensions: { code: 'SUBGRAPH_TIMEOUT' } }],
    });
    gateway?.kill();
    hanging.close();
  });

  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('ends cleanly on %s', async (signal) => {
    const { child } = await startReady(foreign);
    child.kill(signal);
    expect(await ended(child)).toEqual({ code: 0, stderr: '' });
  });

  test('answers what it was asked before it ends', async () => {
    const hanging = createServer().listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const { port } = hanging.address() as { port: number };
    const { child, url } = await startReady([...foreign, '--timeout', '1000'], {
      SUBGRAPH_URL_YOUTH_UNION: `http://127.0.0.1:${port}/`,
    });
    const asked = once(hanging, 'connection');
    const answer = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ teams { code } }"}',
    });
    await asked;
    child.kill('SIGTERM');
    expect(await (await answer).json()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] });
    expect((await ended(child)).code).toBe(0);
    hanging.close();
  });

  test('ends cleanly with the process that started it', async () => {
    const { child } = await startReady(foreign);
    child.disconnect();
    expect(await ended(child)).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    [['--prot', '1'], /^gateway: Unknown option '--prot'; expected --supergraph FILE, .*\n$/],
    [['--supergraph', '/no/such/file'], /^gateway: expected a supergraph file at \/no\/such\/file: ENOENT.*\n$/],
  ])('refuses %j with one line and exit code 2', async (args, line) => {
    const { code, stderr } = await ended(start(args));
    expect(code).toBe(2);
    expect(stderr).toMatch(line);
  });

  test.each(['type Query { a: Int }', 'this is no GraphQL', ''])(
    'refuses the file %j with one line',
    async (content) => {
      const file = join(folder, 'wrong.graphql');
      writeFileSync(file, content);
      const { code, stderr } = await ended(start(['--supergraph', file, '--foreign', '--port', '0']));
      expect(code).toBe(2);
      expect(stderr).toMatch(/^gateway: expected a Federation 2 supergraph in .*wrong\.graphql: .*\n$/);
    },
  );

  test('says that its port is in use, with exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await ended(start([...foreign, '--port', String(port)]));
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `gateway: cannot listen on 127.0.0.1 port ${port}: it is in use; choose another with --port or PORT\n`,
    );
  });

  /** Asks, and tells the errors' codes. */
  async function codesOf(url: string, query: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors.map(({ extensions }) => extensions.code);
  }
  const wide = `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }`;

  test('protects the hub’s own graph, also by a relative path', async () => {
    const issuer = await startIssuer();
    const { url, log } = await startReady(['--supergraph', 'schema/supergraph.graphql'], { ...issuer.environment });
    expect(await codesOf(url, wide)).toEqual(['LIMIT_EXCEEDED']);
    const authorization = `Bearer ${await issuer.token('analyst')}`;
    // Without a purpose: it may see these by its role, and no agreement shares them for none.
    const groups = '{ learningGroups(first: 1) { totalCount } }';
    expect(await codesOf(url, groups, { authorization })).toContain('OUTSIDE_AGREEMENT');
    await issuer.stop();
    expect(log.filter(({ msg }) => /agreements are enforced|foreign|limits are off/.test(String(msg)))).toEqual([]);
  });

  test('says what to do for another graph, to which the hub’s agreements do not fit', async () => {
    const file = join(folder, 'other.graphql');
    const names = /name: "(movement|womens-union|youth-union)"/g;
    writeFileSync(file, readFileSync(supergraph, 'utf8').replaceAll(names, 'name: "other-$1"'));
    const { code, stderr } = await ended(start(['--supergraph', file, '--port', '0']));
    expect(code).toBe(2);
    expect(stderr).toMatch(/For another graph: --agreements FOLDER .* --foreign\.\n$/);
  });

  test('refuses a file that is no GraphQL with one line, foreign or not', async () => {
    const file = join(folder, 'wrong.graphql');
    writeFileSync(file, 'this is no GraphQL');
    const { code, stderr } = await ended(start(['--supergraph', file, '--port', '0']));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^gateway: expected a Federation 2 supergraph in .*wrong\.graphql: .*\n$/);
  });

  test('serves a foreign graph without the hub’s features, and says so in one line', async () => {
    const { url, log } = await startReady(foreign);
    expect(await codesOf(url, wide)).toEqual([]);
    expect(log.filter(({ msg }) => /foreign/.test(String(msg)))).toMatchObject([
      { msg: expect.stringMatching(/^a foreign graph is served/) },
    ]);
  });

  test.each([undefined, 'prod', 'production'])(
    'names all that is missing at once where NODE_ENV is %s, and serves no foreign graph there',
    async (NODE_ENV) => {
      const { code, stderr } = await ended(start(foreign, { NODE_ENV }));
      expect(code).toBe(2);
      for (const name of ['--foreign', 'TOKEN_ISSUER', 'SIGNING_KEY_FILE', 'AUDIT_URL', 'TRUSTED_PROXIES'])
        expect(stderr).toContain(name);
    },
  );

  test('takes no issuer for development where NODE_ENV is prod, nor does that start', async () => {
    const environment = { NODE_ENV: 'prod', TOKEN_ISSUER: 'http://127.0.0.1:9', TOKEN_AUDIENCE: 'hub' };
    const trusting = await ended(start(['--port', '0', '--development'], environment));
    expect(trusting.code).toBe(2);
    expect(trusting.stderr).toContain('--development, HUB_DEVELOPMENT: expected neither in production');
    const issuer = fork(join(root, 'subgraphs/issuer/dist/issuer.js'), {
      env: {
        ...{ ...passedOn, NODE_ENV: 'prod', PORT: '0', AUDIENCE: 'hub' },
        SIGNING_KEY_FILE: join(folder, 'issuer.json'),
        CLIENT_SECRET_FILE: join(folder, 'client-secret'),
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    gateway = issuer;
    const started = await ended(issuer);
    expect(started.code).toBe(2);
    expect(started.stderr).toContain('Expected another issuer in production');
  });

  test('starts in production with what it needs, and names each opt-out', async () => {
    const key = join(folder, 'signing.key');
    createKeyPairIfMissing(key);
    const { url, log } = await startReady([], {
      NODE_ENV: 'production',
      TOKEN_ISSUER: 'none',
      AUDIT_URL: 'off',
      AGREEMENTS: 'off',
      TRUSTED_PROXIES: '0',
      SIGNING_KEY_FILE: key,
      ...Object.fromEntries(
        subgraphs.map(({ code }) => [
          `SUBGRAPH_KEYS_FILE_${code.replaceAll('-', '_').toUpperCase()}`,
          publicFileOf(key),
        ]),
      ),
    });
    expect(await codesOf(url, wide)).toEqual(['LIMIT_EXCEEDED']);
    const said = log.map(({ msg }) => String(msg));
    for (const line of [/^no issuer of tokens/, /^no agreements/, /not recorded in an audit log/])
      expect(said.filter((one) => line.test(one))).toHaveLength(1);
  });

  test('warns once of a proxy that it was not told of, and of none that it was', async () => {
    const askThroughProxy = (url: string) =>
      fetch(`${url}/healthz`, { headers: { 'x-forwarded-for': '203.0.113.7' } }).then(({ status }) => status);
    const warnings = (log: readonly Record<string, unknown>[]) =>
      log.filter(({ msg }) => /TRUSTED_PROXIES/.test(String(msg)));
    const { child, url, log } = await startReady(foreign);
    expect([await askThroughProxy(url), await askThroughProxy(url)]).toEqual([200, 200]);
    const closed = once(child, 'close');
    child.kill();
    await closed;
    expect(warnings(log)).toMatchObject([{ address: '127.0.0.1' }]);

    const told = await startReady(foreign, { TRUSTED_PROXIES: '1' });
    expect(await askThroughProxy(told.url)).toBe(200);
    const over = once(told.child, 'close');
    told.child.kill();
    await over;
    expect(warnings(told.log)).toEqual([]);
  });
});
