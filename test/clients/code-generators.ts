import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'graphql-request';
import { appFolder } from './app-folder.js';
import type { HubForApps } from './own-packages.js';

const operation = 'query HowFar($goal: ID!) { goal(code: $goal) { code progress { period ratio status } } }';
/** Fields that only the app's role has. */
const asApp = 'query Me { me { app purpose } }';

/** The same program for each generator: its types must match the schema, and the compiler must refuse a wrong one. */
const program = (begin: string) => `
import { request } from 'graphql-request';
${begin}
const [url, authorization] = process.argv.slice(2) as [string, string];
const requestHeaders = { authorization, 'x-hub-purpose': 'statistics' };
const { goal } = await request({ url, document: howFar, variables: { goal: 'ADULTS_BASIC' }, requestHeaders });
const period: string | undefined = goal?.progress?.period;
const ratio: number | null | undefined = goal?.progress?.ratio;
const status: string | null | undefined = goal?.progress?.status;
const { me } = await request({ url, document: asApp, requestHeaders });
const app: string | null | undefined = me?.app;
// @ts-expect-error: a number is no text.
const wrong: string | null | undefined = goal?.progress?.ratio;
// @ts-expect-error: no status is called so.
void (goal?.progress?.status === 'NOT_A_STATUS');
// @ts-expect-error: it was not asked for.
void goal?.title;
// @ts-expect-error: what it needs is missing.
void (() => request({ url, document: howFar, requestHeaders }));
console.log(JSON.stringify({ period, ratio, status, app, same: wrong === ratio }));
`;

/** Generates types from the hub's schema with each program's own command, and runs an app with them. */
export function codeGenerators(running: () => HubForApps): void {
  describe('types that apps generate', () => {
    let authorization: string;
    let schema: string;
    let expected: unknown;

    beforeAll(async () => {
      const { url } = running();
      authorization = `Bearer ${running().app.secret}`;
      schema = `${url}/schema/app.graphql`;
      const headers = { authorization, 'x-hub-purpose': 'statistics' };
      const { goal } = await request(`${url}/graphql`, operation, { goal: 'ADULTS_BASIC' }, headers);
      expected = { ...goal.progress, app: running().app.id, same: true };
      expect(typeof goal.progress.ratio).toBe('number');
    });

    test('graphql-codegen, from the address of an app’s schema', async () => {
      const config = {
        schema: [{ [schema]: { headers: { authorization } } }],
        documents: ['app.ts'],
        emitLegacyCommonJSImports: false,
        generates: { './graphql/': { preset: 'client', config: { scalars: { Period: 'string' } } } },
      };
      const folder = appFolder({
        'codegen.json': JSON.stringify(config),
        'app.ts': program(`
import { graphql } from './graphql/index.js';
const howFar = graphql(\`${operation}\`);
const asApp = graphql(\`${asApp}\`);`),
      });
      await folder.run('node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.json');
      await folder.compile();
      expect(JSON.parse(await folder.run('out/app.js', `${running().url}/graphql`, authorization))).toEqual(expected);
    });

    test.each([
      ['the address’s file', (folder: string) => saved(folder)],
      ['introspection with its token', undefined],
    ])('gql.tada, from %s', async (_of, save) => {
      const plugin = {
        name: 'gql.tada/ts-plugin',
        schema: './schema.graphql',
        tadaOutputLocation: './graphql-env.d.ts',
      };
      const folder = appFolder(
        {
          'app.ts': program(`
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './graphql-env.js';
const graphql = initGraphQLTada<{ introspection: introspection; scalars: { Period: string } }>();
const howFar = graphql(\`${operation}\`);
const asApp = graphql(\`${asApp}\`);`),
        },
        { plugins: [plugin] },
      );
      const tada = (...args: readonly string[]) => folder.run('node_modules/gql.tada/bin/cli.js', ...args);
      if (save) await save(folder.path);
      else await tada('generate-schema', `${running().url}/graphql`, '--header', `authorization: ${authorization}`);
      await tada('generate-output');
      // It makes types of any schema, so that what it was made of is looked at.
      expect(readFileSync(join(folder.path, 'graphql-env.d.ts'), 'utf8')).toContain('GoalProgress');
      await folder.compile();
      expect(JSON.parse(await folder.run('out/app.js', `${running().url}/graphql`, authorization))).toEqual(expected);
    });

    const saved = async (folder: string): Promise<void> => {
      const response = await fetch(schema, { headers: { authorization } });
      writeFileSync(join(folder, 'schema.graphql'), await response.text());
    };
  });
}
