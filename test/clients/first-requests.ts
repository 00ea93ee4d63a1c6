import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { request } from 'graphql-request';
import { hasPython } from '../support/python.js';
import type { HubForApps } from './own-packages.js';

const examples = new URL('../../docs/examples/first-request/', import.meta.url).pathname;

/** How each program is run, by its file. */
const runners: Readonly<Record<string, readonly [string, boolean]>> = {
  'first.sh': ['bash', works('curl', '--version')],
  'first.ts': [process.execPath, true],
  'first.py': ['python3', hasPython()],
  'First.java': ['java', works('java', '--version')],
};

function works(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The first requests of the developers' page, each by its language's own client; skipped where a language is missing. */
export function firstRequests(running: () => HubForApps): void {
  describe("the first request of the developers' page", () => {
    for (const [file, [runner, isThere]] of Object.entries(runners)) {
      (isThere ? test : test.skip)(`prints the figure of the hub: ${file}`, async () => {
        const { url } = running();
        const env = { PATH: process.env['PATH'], JAVA_HOME: process.env['JAVA_HOME'], HUB: url };
        const { stdout } = await promisify(execFile)(runner, [`${examples}${file}`], { env });
        const { data } = JSON.parse(stdout) as { readonly data: { readonly goal: unknown } };
        expect(data).toEqual(
          await request(
            `${url}/graphql`,
            '{ goal(code: "ADULTS_BASIC") { title progress { period ratio people { lower upper } } } }',
          ),
        );
        expect(data.goal).toMatchObject({ progress: { period: expect.stringMatching(/^20/) } });
      });
    }

    test('is served with the guide, the packages and llms.txt, for pages of any site', async () => {
      const { url } = running();
      const headers = { origin: 'https://app.example' };
      const paths = ['/docs/apps.md', ...Object.keys(runners).map((file) => `/docs/examples/first-request/${file}`)];
      const guide = await (await fetch(`${url}/llms.txt`)).text();
      const linked = [...guide.matchAll(/\]\((\/[^)]+)\)/g)].map(([, path = '']) => path);
      expect(linked.length).toBeGreaterThan(10);
      const home = await (await fetch(`${url}/developers`)).text();
      expect(home).toContain('<html');
      for (const path of new Set([...paths, ...linked, '/packages/hub-client-0.1.0.tgz', '/llms.txt'])) {
        const response = await fetch(`${url}${path}`, { headers });
        await response.arrayBuffer();
        expect([path, response.status]).toEqual([path, 200]);
        if (path !== '/catalogue.jsonld' && path !== '/openapi.json') {
          expect(response.headers.get('access-control-allow-origin')).toBe('*');
        }
      }
      for (const path of ['/docs/none.md', '/packages/none.tgz', '/docs/..%2fllms.txt']) {
        expect((await fetch(`${url}${path}`)).status).toBe(404);
      }
    });
  });
}
