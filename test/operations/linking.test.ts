import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { blocksOf, runBlock } from './support/linking-page.js';

const page = readFileSync(new URL('../../docs/linking.md', import.meta.url), 'utf8');
const program = fileURLToPath(new URL('../../subgraphs/hub/dist/hub.js', import.meta.url));

/** What the page's reader has beside the page: a list of people. */
const people = Array.from(
  { length: 43 },
  (_, index) => `${999_180_000_100 + index},Lê Thị Hoa,FEMALE,1980,14845,2026-02-01\n`,
);

/** The hour of docs/linking.md, from an empty folder, beside a hub that has no organisation of people. */
describe('docs/linking.md', () => {
  const folder = temporaryFolder();
  const home = join(folder, 'team');
  const commands = join(folder, 'commands');
  let running: RunningCommand;
  let served: RunningCommand | undefined;
  let environment: NodeJS.ProcessEnv;
  let port: number;

  beforeAll(async () => {
    for (const made of [home, commands]) mkdirSync(made);
    // What the page calls `hub`.
    writeFileSync(join(commands, 'hub'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(join(commands, 'hub'), 0o755);
    port = await freePort(14);
    environment = {
      ...process.env,
      PATH: [commands, process.env['PATH']].join(delimiter),
      HUB: `http://127.0.0.1:${port}`,
      HUB_DATA: join(folder, '.data'),
      GATEWAY_PORT: String(port),
      PORT: String(await freePort(2)),
      NODE_ENV: 'development',
    };
    running = startCommand(['start', 'movement', 'audit', 'registry', '--no-demo', '--all', '--port', String(port)], {
      folder,
      environment: { HUB_DATA: environment['HUB_DATA'] },
    });
    await running.untilItSays('The hub is ready');
  }, 600_000);
  afterAll(async () => {
    for (const one of [served, running]) {
      one?.child.kill('SIGINT');
      await one?.ended;
    }
  });

  /** Asks as an analyst, again and again, until an answer is as expected. */
  const untilAnswered = async (query: string, what: string, isSo: (data: any) => boolean) => {
    const token = await hub(['token', '--as', 'analyst', '--port', String(port)], { folder, environment });
    const headers = { 'content-type': 'application/json', 'x-hub-purpose': 'steering' };
    let seen: any;
    await until(
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { ...headers, authorization: `Bearer ${token.stdout.trim()}` },
          body: JSON.stringify({ query }),
        });
        seen = await response.json();
        return isSo(seen.data ?? {});
      },
      { what, within: 120_000, every: 500, seen: () => seen },
    );
    return seen.data;
  };
  const shareIn = (data: any, code: string) =>
    data.goal?.progress?.contributions?.find((one: any) => one.organisation.code === code)?.share;

  test('two folders without code have joined the demonstration, as any other organisation does', async () => {
    const data = await untilAnswered(
      `{ service: organisation(code: "service-centre") { state } workers: organisation(code: "enterprises") { state }
         guidanceMonths(first: 1) { nodes { month turns servicePoint { code } } }
         goal(code: "ENTERPRISE_WORKERS") { progress(period: "2026-10") {
           contributions { organisation { code } share { people atMost } } } } }`,
      'the folders to be live and to count',
      (answer) => (shareIn(answer, 'enterprises')?.people ?? 0) > 1000 && answer.guidanceMonths?.nodes.length === 1,
    );
    expect(data).toMatchObject({
      service: { state: 'LIVE' },
      workers: { state: 'LIVE' },
      guidanceMonths: {
        nodes: [{ month: '2026-01', turns: expect.any(Number), servicePoint: { code: expect.stringMatching(/^SP-/) } }],
      },
    });
  });

  test('its first reader goes from a spreadsheet to a counted figure by these commands', async () => {
    const blocks = blocksOf(page);
    const taken: string[] = [];
    for (const block of blocks) {
      if (block.kind === 'file') writeFileSync(join(home, block.name), block.body);
      if (block.kind === 'serve') {
        served = startCommand(['serve', 'farmers-union', '--port', String(environment['PORT'])], {
          folder: home,
          environment: { ...environment, ...servedWith(home, environment) },
        });
        await served.untilItSays(
          blocks.find((one) => one.kind === 'output' && one.name === block.name)?.body.trim() ?? '',
        );
        appendFileSync(join(home, 'members.csv'), people.join(''));
      }
      if (block.kind !== 'run') continue;
      taken.push(block.name);
      const { exitCode, stdout, stderr } = await runBlock(block, home, environment);
      expect({ block: block.name, exitCode, said: exitCode === 0 ? '' : stdout + stderr }).toEqual({
        ...{ block: block.name, exitCode: 0, said: '' },
      });
      const expected = blocks.find((one) => one.kind === 'output' && one.name === block.name)?.body ?? '';
      for (const line of expected.split('\n').filter(Boolean)) expect(stdout + stderr).toContain(line.trim());
    }
    expect(taken).toEqual(['invite', 'keys', 'new', 'figures', 'join', 'accept', 'import']);
    const query = blocks.find(({ kind }) => kind === 'ask')?.body ?? '';
    await untilAnswered(query, 'the figure to count', (data) => shareIn(data, 'farmers-union')?.people === 40);
  }, 900_000);
});

/** What the page has the program be told, as its block says. */
function servedWith(home: string, { HUB }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    HUB_URL: HUB,
    PSEUDONYM_KEY_FILE: join(home, 'pseudonym.key'),
    PERIOD_KEYS_FILE: join(home, 'period-keys.json'),
    SKETCHES_SEALED_TO: join(home, 'sealing.key.pub'),
  };
}
