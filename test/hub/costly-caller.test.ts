import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort, hub, type RunningCommand, startCommand } from './support/hub.js';
import { folderOfHub } from './support/hub-folders.js';

interface Told {
  readonly status: number;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, string>> }[];
}

/** As many as a client may have under way by default. */
const atATime = 100;
const requests = 150;
let folder: string;
let port: number;
let running: RunningCommand;

beforeAll(async () => {
  [port, folder] = [await freePort(), await folderOfHub('demonstration')];
  running = startCommand(['start', '--port', String(port)], { folder });
  await running.untilItSays('Ctrl-C stops it.');
}, 400_000);
afterAll(async () => {
  running.child.kill('SIGINT');
  await running.ended;
});

async function ask(query: string, variables: object, token?: string): Promise<Told> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Told, 'status'>) };
}

const shares = ['womensUnion', 'youthUnion', 'university', 'publicSector'].map((field) => `${field} { people }`);
const months = ['01', '02', '03', '04'].map(
  (month) =>
    `m${month}: progressByCommune(period: $m${month}, first: 500) { nodes { commune { name } people { lower } status ${shares.join(' ')} } }`,
);
const progress = `query ($goal: ID!, $m01: Period, $m02: Period, $m03: Period, $m04: Period) {
  goal(code: $goal) { ${months.join(' ')} }
}`;

test('dear requests of one caller open no circuit breaker, and cost another no answer', async () => {
  const token = (await hub(['token', '--as', 'analyst', '--port', String(port)], { folder })).stdout.trim();
  const goals = ['ADULTS_BASIC', 'OFFICIALS', 'PUPILS', 'WORKERS'];
  // Each request is different, so that the gateway shares none.
  const wishes = Array.from({ length: requests }, (_, index) => {
    const year = 2025 - Math.floor(index / goals.length);
    const periods = ['01', '02', '03', '04'].map((month) => [`m${month}`, `${year}-${month}`]);
    return { goal: goals[index % goals.length], ...(Object.fromEntries(periods) as object) };
  }).values();

  const flood: Told[] = [];
  const flooding = Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const wish of wishes) flood.push(await ask(progress, wish, token));
    }),
  );
  const over = new AbortController();
  void flooding.finally(() => {
    over.abort();
  });
  const others: Told[] = [];
  while (!over.signal.aborted) others.push(await ask('{ goals { code title } commune(code: "14845") { name } }', {}));
  await flooding;

  expect(flood).toHaveLength(requests);
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter(({ status, errors }) => status !== 200 || errors)).toEqual([]);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const opened = [...metrics.matchAll(/^gateway_breaker_opened_total\{subgraph="(.*)"\} (\d+)$/gm)];
  expect(opened.length).toBeGreaterThan(4);
  expect(opened.filter(([, , times]) => times !== '0').map(([, subgraph]) => subgraph)).toEqual([]);
  // The gateway refuses requests because of the caller's own load, not because of an organisation's fault.
  const codes = flood.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions['code']));
  expect(codes).not.toContain('SUBGRAPH_UNAVAILABLE');
});
