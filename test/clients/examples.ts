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
import { appToken, type HubForApps } from './own-packages.js';
import { openPage, type WatchedPage } from '../portal/support/watched-page.js';

const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** The programs of `docs/examples`, each as its documentation has it, against a running hub. */
export function documentedExamples(running: () => HubForApps): void {
  describe('the examples of the documentation', () => {
    let folder: string;
    let token: string;

    beforeAll(async () => {
      token = await appToken(running());
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
            .prepare('SELECT * FROM progress ORDER BY goal, commune')
            .all()
            .map((row) => ({ ...row })),
        );
      const version = () =>
        inDatabase((database) =>
          database
            .prepare('SELECT figures FROM version')
            .all()
            .map(({ figures }) => figures),
        );

      /** The same rows, as the graph has them: in one page, which the mirror does not take. */
      const inGraph = async () => {
        const { figuresVersion, goals } = await ask(
          `{ figuresVersion goals { code progressByCommune(first: 200) {
            pageInfo { hasNextPage }
            nodes { communeCode period ratio status asOf people { lower upper } } } } }`,
        );
        const found = goals.flatMap(({ code, progressByCommune: { nodes, pageInfo } }: any) => {
          expect(pageInfo.hasNextPage).toBe(false);
          return nodes.map(({ communeCode, period, ratio, status, asOf, people }: any) => ({
            ...{ goal: code, commune: communeCode, period, ratio, status, as_of: asOf },
            ...{ people_lower: people?.lower ?? null, people_upper: people?.upper ?? null },
          }));
        });
        const key = (row: any) => `${row.goal} ${row.commune}`;
        return {
          figuresVersion,
          rows: found.toSorted((one: any, other: any) => (key(one) < key(other) ? -1 : 1)),
        };
      };

      test('has the rows of the graph, all of one version', async () => {
        const said = await mirror();
        const graph = await inGraph();
        expect(graph.rows.length).toBeGreaterThan(100);
        expect(said).toBe(`${String(graph.rows.length)} rows`);
        expect(rows()).toEqual(graph.rows);
        expect(version()).toEqual([graph.figuresVersion]);
      });

      test('writes nothing while no figure changes, and all anew when one has', async () => {
        const graph = await inGraph();
        inDatabase((database) => {
          database.exec('UPDATE progress SET ratio = 2');
        });
        expect(await mirror()).toBe('unchanged');
        expect(rows()[0]).toMatchObject({ ratio: 2 });
        // As if what is held were of another night.
        inDatabase((database) => {
          database.exec("UPDATE version SET figures = 'of another night'");
        });
        expect(await mirror()).toBe(`${String(graph.rows.length)} rows`);
        expect(rows()).toEqual(graph.rows);
        expect(version()).toEqual([graph.figuresVersion]);
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
