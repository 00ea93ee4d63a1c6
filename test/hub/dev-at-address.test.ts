import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { hub, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

/** `hub dev --url`: a subgraph in any language that runs already, with mocks of the others. */
const folder = temporaryFolder();
let system: ChildProcess;
let running: RunningCommand;
let port: number;
let url: string;

beforeAll(async () => {
  const systemPort = await freePort();
  url = `http://127.0.0.1:${systemPort}/graphql`;
  const program = fileURLToPath(new URL('../connector/fixtures/graphql-js.mjs', import.meta.url));
  system = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(systemPort) },
    stdio: 'ignore',
  });
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' };
  await until(() => fetch(url, asked).then(Boolean, () => false), { what: 'the system to answer', within: 30_000 });
  port = await freePort(5);
  running = startCommand(['dev', '--url', url, '--port', String(port)], { folder });
  await running.untilItSays('runs in development');
});
afterAll(async () => {
  running.child.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(0);
  system.kill();
});

test('its records are real, and what is others’ is made up of their schemas', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ farmerClubs(first: 1) { name commune { name } } }' }),
  });
  expect(await response.json()).toMatchObject({
    data: { farmerClubs: [{ name: 'Chi hội Bắc', commune: { name: expect.stringMatching(/^name \d+$/) } }] },
  });
});

test('an address that does not answer is named', async () => {
  const at = `http://127.0.0.1:${await freePort()}/graphql`;
  const { exitCode, stderr } = await hub(['dev', '--url', at, '--port', String(await freePort(5))], { folder });
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(at)]);
});
