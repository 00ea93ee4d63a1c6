import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { untilWith } from '../support/child.js';
import { passedOn } from '../support/passed-on.js';
import { fixture, startTestSubgraph, type TestSubgraph } from './support/test-subgraph.js';

const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));

/** The title and the number of people that the subgraphs of a supergraph tell. */
const versions = { A: 1, B: 2 };
type Version = keyof typeof versions;

const query = '{ goal(code: "ADULTS_BASIC") { title progress { womensUnion { people } } } }';
const answerOf = (version: Version) => ({
  data: { goal: { title: version, progress: { womensUnion: { people: versions[version] } } } },
});

describe('a gateway whose supergraph is replaced while it is asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reload-'));
  const file = join(folder, 'supergraph.graphql');
  const subgraphs: TestSubgraph[] = [];
  const supergraphs = new Map<Version, string>();
  const log: { readonly msg: string }[] = [];
  let gateway: ChildProcess;
  let url: string;

  /** Starts the subgraphs of a version, and makes the supergraph that has their URLs. */
  async function startVersion(version: Version): Promise<void> {
    const progress = { __typename: 'GoalProgress', goalCode: 'ADULTS_BASIC', communeCode: '38' };
    const movement = { goal: { code: 'ADULTS_BASIC', title: version, progress } };
    const people = { _entities: () => [{ ...progress, womensUnion: { people: versions[version] } }] };
    const started = await Promise.all([
      startTestSubgraph('movement', movement, 'answers'),
      startTestSubgraph('womens-union', people, 'answers'),
    ]);
    subgraphs.push(...started);
    const [one, other] = started;
    supergraphs.set(
      version,
      fixture('supergraph.graphql')
        .replace(/http:\/\/[^"]*14001[^"]*/, one.url)
        .replace(/http:\/\/[^"]*14002[^"]*/, other.url),
    );
  }

  /** Puts a text in the place of the file, all at once. */
  function write(text: string): void {
    writeFileSync(`${file}.next`, text);
    renameSync(`${file}.next`, file);
  }

  const ask = async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return response.json();
  };

  /** Waits until the gateway has logged something more often than before. */
  async function logged(message: string, times: number): Promise<void> {
    await untilWith(gateway, () => log.filter(({ msg }) => msg === message).length >= times);
  }

  beforeAll(async () => {
    await startVersion('A');
    await startVersion('B');
    write(supergraphs.get('A') ?? '');
    gateway = fork(main, ['--supergraph', file, '--foreign', '--port', '0'], {
      env: { ...passedOn, NODE_ENV: 'test' },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    if (gateway.stdout) {
      createInterface(gateway.stdout).on('line', (line) => log.push(JSON.parse(line) as { msg: string }));
    }
    await logged('ready', 1);
    url = log.map(({ msg }) => /http:\S+/.exec(msg)?.[0]).find((found) => found !== undefined) ?? '';
  });
  afterAll(async () => {
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    for (const subgraph of subgraphs) subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  test('drops nothing, and answers each request from one supergraph', async () => {
    const answers: unknown[] = [];
    let over = false;
    const client = async () => {
      while (!over) answers.push(await ask());
    };
    const clients = Promise.all([client(), client(), client(), client()]);
    for (let reload = 1; reload <= 6; reload++) {
      write(supergraphs.get(reload % 2 === 1 ? 'B' : 'A') ?? '');
      gateway.kill('SIGHUP');
      await logged('a new supergraph is live', reload);
    }
    over = true;
    await clients;
    const wrong = answers.filter((answer) => ![answerOf('A'), answerOf('B')].some((right) => equal(answer, right)));
    expect(wrong).toEqual([]);
    expect(answers.some((answer) => equal(answer, answerOf('B')))).toBe(true);
    expect(await ask()).toEqual(answerOf('A'));
  });

  test('sees by itself that the file is another', async () => {
    const before = log.filter(({ msg }) => msg === 'a new supergraph is live').length;
    write(supergraphs.get('B') ?? '');
    await logged('a new supergraph is live', before + 1);
    expect(await ask()).toEqual(answerOf('B'));
  });

  test.each([
    ['no supergraph', 'type Query { a: Int }'],
    ['cut off', fixture('supergraph.graphql').slice(0, 500)],
  ])('keeps the one before where the new one is %s, and logs why', async (_, text) => {
    const refused = 'the new supergraph cannot be used; the one before stays live';
    const before = log.filter(({ msg }) => msg === refused).length;
    write(text);
    gateway.kill('SIGHUP');
    await logged(refused, before + 1);
    expect(await ask()).toEqual(answerOf('B'));
  });

  test('keeps the one before where the file is gone', async () => {
    rmSync(file);
    gateway.kill('SIGHUP');
    await logged('the supergraph cannot be read; the one before stays live', 1);
    expect(await ask()).toEqual(answerOf('B'));
  });
});

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
