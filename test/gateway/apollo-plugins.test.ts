import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { apolloServerGateway } from '../../gateway/src/graphql/apollo-server-gateway.js';
import { createServer } from '../../gateway/src/start/server.js';
import { documentedBlocks } from '../support/documented-blocks.js';
import { passedOn } from '../support/passed-on.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { fixture, startTestSubgraph, type TestSubgraph } from './support/test-subgraph.js';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const foreign = ['--supergraph', pathOf('../../gateway/src/fixtures/supergraph.graphql'), '--foreign'];

let teams: TestSubgraph;

beforeAll(async () => {
  teams = await startTestSubgraph('youth-union', { teams: [{ code: 'DLT-1' }] }, 'answers');
});
afterAll(() => {
  teams.stop();
});

describe('the gateway with a module of Apollo Server plugins', () => {
  let gateway: RunningProgram | undefined;

  beforeAll(async () => {
    gateway = await startProgram(
      'gateway/dist/main.js',
      [...foreign, '--limits', 'hub', '--apollo-plugins', pathOf('support/apollo-plugins.mjs')],
      { SUBGRAPH_URL_YOUTH_UNION: teams.url },
      /^ready$/,
    );
  });
  afterAll(() => gateway?.stop());

  async function ask(query: string, fields: Record<string, string> = {}) {
    const response = await fetch(`${gateway?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-1', ...fields },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  test('runs one’s own, which reads the schema and the request, and says header fields', async () => {
    const { status, headers, body } = await ask('query A { teams { code } }');
    expect({ status, body }).toMatchObject({ status: 200, body: { data: { teams: [{ code: 'DLT-1' }] } } });
    expect(headers.get('x-operation')).toBe('A of r-1');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('answers with the status of an error that a plugin threw', async () => {
    const { status, headers, body } = await ask('query B { teams { code } }', { 'x-closed': 'true' });
    expect(status).toBe(451);
    expect(headers.get('x-errors')).toBe('1');
    expect(body).toEqual({ errors: [{ message: 'Closed today.', extensions: { code: 'CLOSED' } }] });
  });

  test('runs Apollo’s cache control, and its response cache, which spares the subgraph', async () => {
    const first = await ask('query Teams { teams { code } }');
    expect(first.headers.get('cache-control')).toBe('max-age=60, public');
    expect(first.headers.get('age')).toBeNull();
    const asked = teams.received.length;
    const second = await ask('query Teams { teams { code } }');
    expect(second.headers.get('age')).toMatch(/^\d+$/);
    // The cached answer has no cost in its extensions, so only the data are compared.
    expect((second.body as any).data).toEqual((first.body as any).data);
    expect(teams.received).toHaveLength(asked);
  });

  test('runs Apollo’s inline trace', async () => {
    const { body } = await ask('query C { teams { code } }', { 'apollo-federation-include-trace': 'ftv1' });
    expect(body).toMatchObject({ data: { teams: [{ code: 'DLT-1' }] }, extensions: { ftv1: expect.any(String) } });
  });

  test('keeps the gateway’s own limits and statuses', async () => {
    const wide = `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }`;
    expect((await ask(wide)).body).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    const invalid = await ask('{ nothing }');
    expect(invalid.status).toBe(200);
    expect(invalid.body).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    const byGet = await fetch(
      `${gateway?.url}/graphql?query=${encodeURIComponent('mutation { renameGoal(code: "A", title: "B") { title } }')}`,
    );
    expect([byGet.status, byGet.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

test('the module that the documentation shows runs as it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plugins-'));
  // Packages are found from the module's own folder.
  symlinkSync(pathOf('../node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'plugins.mjs');
  writeFileSync(file, documentedBlocks('gateway/README.md', 'js')[0] ?? '');
  const gateway = await startProgram(
    'gateway/dist/main.js',
    [...foreign, '--apollo-plugins', file],
    { SUBGRAPH_URL_YOUTH_UNION: teams.url },
    /^ready$/,
  );
  const response = await fetch(`${gateway.url}/graphql?query={teams{code}}`, {
    headers: { 'x-request-id': 'r-3', 'apollo-require-preflight': 'true' },
  });
  expect(await response.json()).toMatchObject({ data: { teams: [{ code: 'DLT-1' }] } });
  expect(response.headers.get('x-answered')).toBe('r-3');
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

describe('a module that holds no plugins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plugins-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What a gateway says that cannot start with a module. */
  async function said(file: string) {
    const args = [...foreign, '--port', '0', '--apollo-plugins', file];
    const env = { ...passedOn, NODE_ENV: 'test', LOG_LEVEL: 'silent' };
    const child = fork(pathOf('../../gateway/dist/main.js'), args, { env, execArgv: [], silent: true });
    const [stderr, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')]);
    return { code: code as number, stderr };
  }

  test.each([
    ['no-file.mjs', undefined, 'but it cannot be read: ENOENT'],
    ['broken.mjs', 'export default [', 'but loading it failed: SyntaxError: Unexpected'],
    ['none.mjs', 'export const plugins = [];', 'got no default export'],
    ['text.mjs', 'export default [{}, "cacheControl"];', 'got string as entry 2'],
  ])('ends the gateway with one sentence: %s', async (name, content, fault) => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    const { code, stderr } = await said(file);
    expect(stderr).toContain(
      `expected an ES module whose default export is a list of Apollo Server plugins in ${file}, ${fault}`,
    );
    expect(stderr).toMatch(/^gateway: .*\n$/);
    expect(code).toBe(2);
  });

  test('ends it so, too, where a plugin fails at its start', async () => {
    const file = join(folder, 'throws.mjs');
    writeFileSync(file, 'export default [{ serverWillStart() { throw new Error("no\\nlicence"); } }];');
    expect(await said(file)).toEqual({
      code: 2,
      stderr: 'gateway: an Apollo Server plugin failed at its start: Error: no licence\n',
    });
  });
});

test('a gateway without such a module loads nothing of Apollo Server', async () => {
  const gateway = await startProgram('gateway/dist/main.js', foreign, {}, /^ready$/, [
    '--import',
    pathOf('support/say-loaded.mjs'),
  ]);
  const ended = once(gateway.process, 'exit');
  const loaded = new Promise<readonly string[]>((tell) => {
    gateway.process.once('message', (files) => {
      tell(files as string[]);
    });
  });
  gateway.process.kill();
  const names = (await loaded).map((url) => basename(url));
  await ended;
  expect(names).toContain('main.js');
  expect(names.filter((name) => /apollo|graphql-of-plugins|cacheControl|inlineTrace/i.test(name))).toEqual([]);
});

test('an Apollo Server of one’s own runs on an engine, with a context of its own', async () => {
  const { log } = createServer({ logLevel: 'silent' }).http;
  const supergraphSdl = fixture('supergraph.graphql');
  const open = () => openHubEngine({ supergraphSdl, timeoutMs: 1000, subgraphUrl: () => teams.url, log });
  const server = new ApolloServer<{ readonly user: string }>({
    gateway: apolloServerGateway(open, { operationTimeoutMs: 5000, log }),
  });
  await server.start();
  const ask = async (query: string, variables = {}) => {
    const { body } = await server.executeOperation({ query, variables }, { contextValue: { user: 'A' } });
    return body.kind === 'single' ? body.singleResult : undefined;
  };
  expect(await ask('{ teams { code } }')).toEqual({ data: { teams: [{ code: 'DLT-1' }] }, errors: undefined });
  expect(await ask('{ nothing }')).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  await server.stop();
});
