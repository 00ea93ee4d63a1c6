import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'graphql-request';
import { temporaryFolder } from '../hub/support/hub.js';
import { chromiumPath } from '../portal/support/chromium.js';
import type { HubForApps } from './own-packages.js';
import { until } from '../support/until.js';
import { openPage, type WatchedPage } from '../portal/support/watched-page.js';

const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** The programs of `docs/examples`, each as its documentation has it, against a running hub. */
export function documentedExamples(running: () => HubForApps): void {
  describe('the examples of the documentation', () => {
    let folder: string;
    let token: string;

    beforeAll(() => {
      token = running().app.secret;
      // Beside the packages that they need.
      folder = mkdtempSync(fileURLToPath(new URL('../node_modules/.example-', import.meta.url)));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** Runs a program of an example with the credentials of an app, and gives what it says. */
    const run = async (program: string, ...args: readonly string[]): Promise<string> => {
      const { url, app } = running();
      const copy = join(folder, `${basename(program, '.js')}.mjs`);
      copyFileSync(join(examples, program), copy);
      const env = { HUB_ISSUER: app.issuer, HUB_CLIENT_ID: app.id, HUB_CLIENT_SECRET: app.secret };
      const { stdout } = await promisify(execFile)(process.execPath, [copy, url, ...args], {
        env: { PATH: process.env['PATH'], ...env },
      });
      return stdout.trim();
    };
    const ask = (query: string, variables: object = {}): Promise<any> =>
      request(`${running().url}/graphql`, query, variables, {
        authorization: `Bearer ${token}`,
        'x-hub-purpose': 'statistics',
      });

    describe('a nightly mirror in SQLite', () => {
      let file: string;
      const mirror = () => run('mirror/mirror.js', file);

      beforeAll(() => {
        file = join(temporaryFolder(), 'mirror.db');
      });

      const inDatabase = <T>(use: (database: DatabaseSync) => T): T => {
        const database = new DatabaseSync(file);
        try {
          return use(database);
        } finally {
          database.close();
        }
      };
      const rows = () =>
        inDatabase((database) =>
          database
            .prepare('SELECT * FROM progress ORDER BY goal, commune, period')
            .all()
            .map((row) => ({ ...row })),
        );
      /** Every row that the mirror keeps, as the graph's tables of each month and series have it. */
      const inGraph = async () => {
        const fields = 'goalCode communeCode period ratio status people { lower upper }';
        const { goals } = await ask('{ goals { code startsOn deadline } }');
        const figures: any[] = [];
        for (const { code, startsOn, deadline } of goals) {
          const variables = { goal: code, from: startsOn.slice(0, 7), to: deadline.slice(0, 7) };
          const { goal } = await ask(
            `query ($goal: ID!, $from: Period!, $to: Period!) { goal(code: $goal) {
              series(from: $from, to: $to) { points { progress { ${fields} } } } } }`,
            variables,
          );
          for (const { progress } of goal.series[0].points) {
            const { goal: month } = await ask(
              `query ($goal: ID!, $period: Period!) { goal(code: $goal) {
                progressByCommune(first: 500, period: $period) { nodes { ${fields} } } } }`,
              { goal: code, period: progress.period },
            );
            figures.push(progress, ...month.progressByCommune.nodes);
          }
        }
        const key = ({ goal, commune, period }: any) => `${goal} ${commune} ${period}`;
        return figures
          .map(({ goalCode, communeCode, period, ratio, status, people }) => ({
            ...{ goal: goalCode, commune: communeCode, period, ratio, status },
            ...{ people_lower: people?.lower ?? null, people_upper: people?.upper ?? null },
          }))
          .toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
      };
      const changed = (said: string) => Number(/^(\d+) rows changed$/.exec(said)?.[1]);

      test('has the rows of the graph, of every month', async () => {
        await until(
          async () => {
            const { figuresVersion, figuresChanged } = await ask(
              '{ figuresVersion figuresChanged(first: 0) { figuresVersion } }',
            );
            return figuresChanged.figuresVersion === figuresVersion;
          },
          { what: 'a list of changes that was compared with the figures', every: 500 },
        );
        const said = await mirror();
        const graph = await inGraph();
        expect(graph.length).toBeGreaterThan(5000);
        expect(rows()).toEqual(graph);
        expect(changed(said)).toBe(graph.length);
      });

      test('reads nothing while no figure changes, and goes on from where it was stopped', async () => {
        const before = rows();
        expect(changed(await mirror())).toBe(0);
        const { figuresChanged } = await ask('{ figuresChanged(first: 300) { pageInfo { endCursor } } }');
        inDatabase((database) => {
          database.exec('UPDATE progress SET ratio = -1');
          database.prepare('UPDATE position SET after = ?').run(figuresChanged.pageInfo.endCursor);
        });
        expect(changed(await mirror())).toBe(before.length - 300);
        expect(rows().filter(({ ratio }) => ratio === -1)).toHaveLength(300);
      });

      test('has the rows of the file that begins at its position', async () => {
        const { figuresChanged } = await ask('{ figuresChanged(first: 500) { pageInfo { endCursor } } }');
        const { endCursor } = figuresChanged.pageInfo;
        const read = async (format: string) => {
          const response = await fetch(
            `${running().url}/export/figures-changed.${format}?since=${endCursor}&header=keys&lang=en`,
            { headers: { authorization: `Bearer ${token}`, 'x-hub-purpose': 'statistics' } },
          );
          expect(response.status).toBe(200);
          return (await response.text()).trim().split('\n');
        };
        const lines = (await read('jsonl')).map((line) => JSON.parse(line));
        expect(lines).toHaveLength(rows().length - 500);
        expect((await read('csv')).length).toBeGreaterThan(lines.length);
      });
    });

    const inBrowser = chromiumPath === undefined ? describe.skip : describe;
    inBrowser('how far a commune is, on a page that asks nobody', () => {
      let site: Server;
      let watched: WatchedPage;

      beforeAll(async () => {
        const written = join(folder, 'how-far.json');
        expect(await run('my-commune/write.js', written)).toMatch(/^1\d\d communes$/);
        const types = new Map([
          ['index.html', 'text/html; charset=utf-8'],
          ['how-far.js', 'text/javascript; charset=utf-8'],
          ['how-far.json', 'application/json'],
        ]);
        site = createServer(({ url = '/' }, response) => {
          const name = basename(new URL(url, 'http://site').pathname) || 'index.html';
          const type = types.get(name);
          const file = name === 'how-far.json' ? written : join(examples, 'my-commune', name);
          if (type === undefined) response.writeHead(204).end();
          else response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
        });
        site.listen(0, '127.0.0.1');
        await once(site, 'listening');
        watched = await openPage(chromiumPath ?? '');
        const { port } = site.address() as AddressInfo;
        await watched.page.goto(`http://127.0.0.1:${String(port)}/`);
      }, 60_000);
      afterAll(async () => {
        await watched.browser.close();
        site.closeAllConnections();
        site.close();
      });

      const look = async (search: string) => {
        const { page } = watched;
        await page.locator('#answer').evaluate((answer) => {
          answer.textContent = '';
        });
        await page.getByLabel('Xã, phường').fill(search);
        await page.getByRole('button', { name: 'Xem' }).click();
        await page.locator('#answer:not(:empty)').waitFor();
        return page.locator('#answer');
      };

      test('shows each goal as the hub says it, with its target, its period and that its data is made up', async () => {
        const answer = await look('ham rong');
        const { communes, goals } = await ask(
          `query ($code: ID!) { communes(first: 1, search: "Hàm Rồng") { nodes { code name } }
            goals { title progressByCommune(first: 1, codes: [$code]) {
              nodes { period ratio target demonstration } } } }`,
          { code: await codeOf('Hàm Rồng') },
        );
        expect(await answer.locator('h2').innerText()).toBe(communes.nodes[0].name);
        const expected = goals.flatMap(({ title, progressByCommune }: any) =>
          progressByCommune.nodes.map((one: any) => ({ title, ...one })),
        );
        expect(expected.length).toBeGreaterThan(2);
        const cells = (await answer.locator('tr').all()).map((row) => row.locator('td').allInnerTexts());
        const shown = await Promise.all(cells);
        expect(shown.map(([title]) => title)).toEqual(expected.map(({ title }: any) => title));
        for (const [index, [, ratio = '', more = '']] of shown.entries()) {
          const one = expected[index];
          if (one.ratio === null) expect(ratio).toBe('chưa có số liệu');
          else expect(Math.abs(read(ratio) - one.ratio)).toBeLessThanOrEqual(0.005);
          expect(read(/chỉ tiêu (.*?%)/.exec(more)?.[1] ?? '')).toBeCloseTo(one.target, 2);
          expect(more).toContain(`kỳ ${one.period}`);
          expect(more.includes('dữ liệu minh họa')).toBe(one.demonstration);
        }
        expect(watched.errors).toEqual([]);
      });

      test('says that there is no such commune', async () => {
        expect(await (await look('không có xã nào như vậy')).innerText()).toBe('Không tìm thấy xã, phường này.');
      });

      const codeOf = async (search: string): Promise<string> => {
        const query = 'query ($search: String!) { communes(first: 1, search: $search) { nodes { code } } }';
        return (await ask(query, { search })).communes.nodes[0].code;
      };
      /** Reads a percentage in Vietnamese notation. */
      const read = (text: string): number => Number(text.replace('%', '').replace(',', '.')) / 100;
    });
  });
}
