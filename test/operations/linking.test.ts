import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { blocksOf, type PageBlock, runBlock, sectionOf, type ServedBlock, serveBlock } from './support/linking-page.js';

const page = readFileSync(new URL('../../docs/linking.md', import.meta.url), 'utf8');
const program = fileURLToPath(new URL('../../subgraphs/hub/dist/hub.js', import.meta.url));

/** The page's reader brings this list of people. */
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
  const served: ServedBlock[] = [];
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
      REPOSITORY: fileURLToPath(new URL('../../', import.meta.url)),
      NODE_ENV: 'development',
    };
    running = startCommand(['start', 'movement', 'audit', 'registry', '--all', '--port', String(port)], {
      folder,
      environment: { HUB_DATA: environment['HUB_DATA'] },
    });
    await running.untilItSays('The hub is ready');
  }, 600_000);
  afterAll(async () => {
    for (const one of served.toReversed()) await one.stop();
    running.child.kill('SIGINT');
    await running.ended;
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
      { what, within: 300_000, every: 1000, seen: () => seen },
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

  /** Follows a way of the page, block by block: what its commands print is what stands beside them. */
  const follow = async (blocks: readonly PageBlock[], own: NodeJS.ProcessEnv, more: () => void = () => undefined) => {
    const taken: string[] = [];
    const outputOf = (name: string) => blocks.find((one) => one.kind === 'output' && one.name === name)?.body ?? '';
    for (const block of blocks) {
      if (block.kind === 'file') writeFileSync(join(home, block.name), block.body);
      if (block.kind === 'serve') {
        const one = serveBlock(block, home, { ...environment, ...own });
        served.push(one);
        const expected = outputOf(block.name).trim();
        if (expected !== '') await one.untilItSays(expected);
        more();
      }
      if (block.kind !== 'run') continue;
      taken.push(block.name);
      const { exitCode, stdout, stderr } = await runBlock(block, home, { ...environment, ...own });
      expect({ block: block.name, exitCode, said: exitCode === 0 ? '' : stdout + stderr }).toEqual({
        ...{ block: block.name, exitCode: 0, said: '' },
      });
      for (const line of outputOf(block.name).split('\n').filter(Boolean))
        expect(stdout + stderr).toContain(line.trim());
    }
    return taken;
  };
  const counted = blocksOf(page).find(({ kind, name }) => kind === 'ask' && name === 'counted')?.body ?? '';
  const untilCounted = (code: string) =>
    untilAnswered(counted, `the figure of ${code} to count`, (data) => shareIn(data, code)?.people === 40);

  test('its first reader goes from a spreadsheet to a counted figure by these commands', async () => {
    const blocks = ['Before all', 'Spreadsheets only'].flatMap((heading) => blocksOf(sectionOf(page, heading)));
    const own = { PORT: String(await freePort(2)) };
    const taken = await follow(blocks, own, () => {
      appendFileSync(join(home, 'members.csv'), people.join(''));
    });
    expect(taken).toEqual(['invite', 'keys', 'new', 'figures', 'join', 'accept', 'import']);
    await untilCounted('farmers-union');
  }, 900_000);

  test('its second reader goes from a system of its own to records that answer and a counted figure', async () => {
    const [systemPort, pagePort] = [await freePort(), await freePort()];
    // The page uses the default ports; the test needs free ones.
    const here = (text: string) =>
      text
        .replaceAll('8080', String(systemPort))
        .replaceAll('4020', String(pagePort))
        .replaceAll('http://127.0.0.1:4000/', `http://127.0.0.1:${port}/`);
    const section = sectionOf(page, 'A database, or a language of your own');
    const blocks = blocksOf(section).map((block) => ({ ...block, body: here(block.body) }));
    const taken = await follow(blocks, { PORT: String(await freePort(2)) });
    expect(taken).toEqual(['folder', 'secrets', 'conform', 'invite-clubs', 'join-clubs', 'accept-clubs', 'post']);
    const query = blocks.find(({ kind }) => kind === 'ask')?.body ?? '';
    const data = await untilAnswered(query, 'its records to answer', (answer) => answer.farmerClubs?.length === 2);
    expect(data.farmerClubs).toEqual([
      { name: 'Chi hội Bắc', members: 120, commune: { name: 'Phường Hàm Rồng' } },
      { name: 'Chi hội Nam', members: 90, commune: { name: 'Phường Hàm Rồng' } },
    ]);
    await untilCounted('farmers-clubs');
  }, 900_000);

  test('its third reader goes from header lines to a package of its own, records that answer and a counted figure', async () => {
    const blocks = blocksOf(sectionOf(page, 'TypeScript with the kit'));
    const learners = people.map((row) => `C-1,${row}`).join('');
    const taken = await follow(blocks, { PORT: String(await freePort(2)) }, () => {
      appendFileSync(join(home, 'learners.csv'), learners);
    });
    const commands = ['code', 'kit', 'invite-courses', 'join-courses', 'accept-courses', 'import-courses'];
    expect(taken).toEqual(commands);
    const query = blocks.find(({ kind }) => kind === 'ask')?.body ?? '';
    const of = (data: any) => data.farmersCoursesCourses?.nodes;
    const data = await untilAnswered(query, 'its records to answer', (answer) => of(answer)?.length === 1);
    expect(of(data)).toEqual([{ code: 'C-1', commune: { name: 'Xã Mường Lát' } }]);
    await untilCounted('farmers-courses');
  }, 900_000);
});
