import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { passedOn } from '../support/passed-on.js';
import { until } from '../support/until.js';
import { installPacked, packed } from './support/packed.js';

let folder: string;

/** In development, for nothing signs here what it asks. */
const env = { ...passedOn, NODE_ENV: 'development', ALLOW_UNSIGNED: 'true' };

const bin = () => join(folder, 'node_modules/@hub/hub/dist/bin.js');

/** Runs a command of the installed hub to its end. */
const hub = (...args: string[]) =>
  execFileSync(process.execPath, [bin(), ...args], { cwd: folder, encoding: 'utf8', env });

/** Starts a command of the installed hub, and gives what it answers once it says that it is ready. */
async function whileItRuns<Answer>(
  args: readonly string[],
  ready: string,
  ask: () => Promise<Answer>,
  environment: NodeJS.ProcessEnv = env,
): Promise<Answer> {
  const child = spawn(process.execPath, [bin(), ...args], {
    ...{ cwd: folder, env: environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const ended = once(child, 'exit');
  try {
    let isReady = false;
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      isReady = line.includes(ready);
      if (isReady) break;
    }
    if (!isReady) throw new Error(`Expected it to say ${ready}, got ${said.join('\n')}`);
    return await ask();
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

async function answerAt(port: number, query: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-installed-'));
  const names = ['protocol', 'runtime', 'kit', 'issuer', 'client', 'mcp', 'connector', 'hub', 'schema', 'gateway'];
  installPacked(folder, packed(folder, names), ['@hub/hub', '@hub/schema', '@hub/gateway']);
  writeFileSync(join(folder, 'clubs.csv'), 'code,commune_code,name_vi,name_en\nC1,14758,Tổ Một,Club One\n');
}, 400_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('nothing of demonstrations is installed with it', () => {
  const own = globSync('*', { cwd: join(folder, 'node_modules/.pnpm') }).flatMap(
    (name) => /^@hub\+(\w+)@/.exec(name)?.[1] ?? [],
  );
  expect([...new Set(own)].toSorted()).toEqual(
    'client connector gateway hub issuer kit mcp protocol runtime schema'.split(' '),
  );
});

test('an organisation that it makes of files without people starts there, takes them, and answers', async () => {
  expect(hub('new', 'farmers-union', '--from', 'clubs.csv', '--yes')).toContain('Written: farmers-union');
  const port = await freePort(2);
  const answer = await whileItRuns(
    ['serve', './farmers-union', '--port', String(port)],
    'farmers-union is ready',
    async () => {
      hub('import', './farmers-union', 'clubs', 'clubs.csv', '--port', String(port));
      return answerAt(port, '{ farmersUnionClubs { nodes { code name } } }');
    },
  );
  expect(answer).toEqual({ data: { farmersUnionClubs: { nodes: [{ code: 'C1', name: 'Tổ Một' }] } } });
});

test('it is one graph with mocks of the others there, by hub dev', async () => {
  const port = await freePort(5);
  const query = '{ farmersUnionClub(code: "C1") { name commune { name } } learningGroups { nodes { name } } }';
  const answer: any = await whileItRuns(
    ['dev', './farmers-union', '--port', String(port)],
    'farmers-union runs in development',
    () => answerAt(port, query),
  );
  expect(answer.data).toEqual({
    farmersUnionClub: { name: 'Tổ Một', commune: { name: expect.stringMatching(/^name \d+$/) } },
    learningGroups: { nodes: expect.arrayContaining([{ name: expect.any(String) }]) },
  });
});

test('a connector runs there: a file in its folder is taken in, and stands on its page', async () => {
  const port = await freePort(3);
  const page = await freePort();
  mkdirSync(join(folder, 'farmers-union/inbox'), { recursive: true });
  const sources = `{ from: folder, name: inbox, path: inbox, steady: 1s, files: [{ kind: clubs, names: '*.csv' }] }`;
  writeFileSync(
    join(folder, 'farmers-union/connector.yaml'),
    `format: 1\ndatabase: embedded\npage: { port: ${String(page)} }\nfigures: { releases: by hand, sources: [${sources}] }\n`,
  );
  writeFileSync(
    join(folder, 'farmers-union/inbox/more.csv'),
    'code,commune_code,name_vi,name_en\nC2,14758,Tổ Hai,Club Two\n',
  );
  const shown = async () => (await fetch(`http://127.0.0.1:${String(page)}/?lang=en`)).text();
  const answer = await whileItRuns(
    ['connector', './farmers-union', '--port', String(port)],
    'The connector of farmers-union is ready',
    async () => {
      await until(() => globSync('farmers-union/inbox/taken/*more.csv', { cwd: folder }).length > 0, {
        ...{ what: 'the file to be taken in', every: 100 },
      });
      return shown();
    },
    // It answers no unsigned request.
    { ...env, ALLOW_UNSIGNED: undefined },
  );
  expect(answer).toContain('more.csv');
});
