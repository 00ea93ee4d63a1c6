import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { request } from 'graphql-request';
import { type AppFolder, appFolder } from './app-folder.js';
import type { HubForApps } from './own-packages.js';

/** The input of Relay's compiler, which names operations and fragments after their file. */
const documents = `
import { graphql } from 'relay-runtime';
graphql\`query documentsCommuneQuery($code: ID!) { commune(code: $code) { id ...documents_commune } }\`;
graphql\`fragment documents_commune on Commune @refetchable(queryName: "documentsCommuneAgainQuery") { code name }\`;
graphql\`query documentsGoalQuery($code: ID!) { goal(code: $code) { id ...documents_goal } }\`;
graphql\`fragment documents_goal on Goal
  @argumentDefinitions(count: { type: "Int", defaultValue: 30 }, cursor: { type: "String" })
  @refetchable(queryName: "documentsGoalPageQuery") {
    progressByCommune(first: $count, after: $cursor) @connection(key: "documents_progressByCommune") {
      edges { node { id communeCode ratio } }
    }
  }\`;
graphql\`query documentsRatioQuery($day: Date!) { goal(code: "ADULTS_CONFIRMED") { id
  progress { id ratio } then: progress(asKnownOn: $day) { id ratio } } }\`;
`;

/** An app: uses the compiled artefacts as Relay's hooks do, without React. */
const program = `
import * as relay from 'relay-runtime';
import { getDataID } from '../cache-keys.js';
import commune, { type documentsCommuneQuery } from './__generated__/documentsCommuneQuery.graphql';
import communeFragment, { type documents_commune$data } from './__generated__/documents_commune.graphql';
import goal, { type documentsGoalQuery } from './__generated__/documentsGoalQuery.graphql';
import goalFragment, { type documents_goal$data } from './__generated__/documents_goal.graphql';
import ratio, { type documentsRatioQuery } from './__generated__/documentsRatioQuery.graphql';

const [url = '', day = '', authorization = ''] = process.argv.slice(2);
let asked = 0;
const network = relay.Network.create(async ({ text }, variables) => {
  asked += 1;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, 'x-hub-purpose': 'statistics' },
    body: JSON.stringify({ query: text, variables }),
  });
  return (await response.json()) as relay.GraphQLResponse;
});
const environment = new relay.Environment({ network, store: new relay.Store(new relay.RecordSource()), getDataID });

const ask = async <Query extends relay.OperationType>(query: relay.ConcreteRequest, variables: Query['variables']) =>
  (await relay.fetchQuery<Query>(environment, query, variables).toPromise()) as Query['response'];
/** The data of a fragment on an object, as \`useFragment\` reads it. */
const shown = <Data>(fragment: relay.ReaderFragment, reference: unknown): Data => {
  const selector = relay.getSingularSelector(fragment, reference);
  return environment.lookup(selector as relay.SingularReaderSelector).data as unknown as Data;
};
/** Asks for an object again by its id alone, as \`useRefetchableFragment\` and \`usePaginationFragment\` do. */
const again = async (fragment: relay.ReaderFragment, variables: relay.Variables) => {
  const { operation } = (fragment.metadata as { refetch: { operation: relay.ConcreteRequest } }).refetch;
  const { node } = (await ask(operation, variables)) as { node: unknown };
  return node;
};

const first = await ask<documentsCommuneQuery>(commune, { code: '14845' });
const before = shown<documents_commune$data>(communeFragment, first.commune);
const refetched = await again(communeFragment, { id: first.commune?.id });
const after = shown<documents_commune$data>(communeFragment, refetched);

const { goal: found } = await ask<documentsGoalQuery>(goal, { code: 'ADULTS_BASIC' });
const codes = () => {
  const { progressByCommune } = shown<documents_goal$data>(goalFragment, found);
  return progressByCommune?.edges.map(({ node }) => node.communeCode) ?? [];
};
const pages = [codes().length];
const connection = () => {
  const record = relay.ConnectionHandler;
  let info: { cursor: string; more: boolean } | undefined;
  environment.commitUpdate((store) => {
    const page = record.getConnection(store.get(found?.id ?? '')!, 'documents_progressByCommune')?.getLinkedRecord('pageInfo');
    info = { cursor: String(page?.getValue('endCursor')), more: page?.getValue('hasNextPage') === true };
  });
  return info;
};
for (let info = connection(); info?.more; info = connection()) {
  await again(goalFragment, { id: found?.id, count: 80, cursor: info.cursor });
  pages.push(codes().length);
}
const ratios = await ask<documentsRatioQuery>(ratio, { day });
console.log(JSON.stringify({
  ids: [first.commune?.id, Object.keys(environment.getStore().getSource().toJSON()).includes('Commune:14845')],
  before, after, pages, codes: codes(), asked,
  ratios: [ratios.goal?.progress?.ratio, ratios.goal?.then?.ratio],
}));
`;

const keys = (name: string) => fileURLToPath(new URL(`../../docs/examples/${name}`, import.meta.url));

/** Relay's compiler and runtime, against a running hub. @param day when other figures were known than now. */
export function relay(running: () => HubForApps, day: string): void {
  describe('Relay, with the published keys', () => {
    let folder: AppFolder;
    let told: any;
    let authorization: string;
    const ask = (query: string) =>
      request(`${running().url}/graphql`, query, {}, { authorization, 'x-hub-purpose': 'statistics' });

    beforeAll(async () => {
      const { url } = running();
      authorization = `Bearer ${running().app.secret}`;
      const config = { src: './src', schema: './schema.graphql', language: 'typescript', eagerEsModules: true };
      const bundled = { module: 'esnext', moduleResolution: 'bundler', noUnusedLocals: false, allowJs: false };
      folder = appFolder(
        {
          'relay.config.json': JSON.stringify(config),
          'schema.graphql': await (await fetch(`${url}/schema/app.graphql`, { headers: { authorization } })).text(),
          'src/documents.ts': documents,
          'src/app.ts': program,
        },
        bundled,
      );
      for (const name of ['cache-keys.js', 'cache-keys.d.ts']) copyFileSync(keys(name), join(folder.path, name));
      await folder.run('node_modules/relay-compiler/cli.js');
      await folder.compile();
      await build({
        ...{ absWorkingDir: folder.path, entryPoints: ['src/app.ts'], outfile: 'out/app.mjs', bundle: true },
        ...{ platform: 'node', format: 'esm', logLevel: 'error' },
      });
      told = JSON.parse(await folder.run('out/app.mjs', `${url}/graphql`, day, authorization));
    });

    test('shows the same object again, asked for by its id alone', async () => {
      const { commune } = await ask('{ commune(code: "14845") { id code name } }');
      expect(told.before).toMatchObject({ code: '14845', name: commune.name });
      expect(told.after).toMatchObject({ code: '14845', name: commune.name });
      expect(told.ids).toEqual(['Commune:14845', true]);
    });

    test('turns the pages of an object’s list, and shows each row once', async () => {
      const { goal } = await ask(
        '{ goal(code: "ADULTS_BASIC") { progressByCommune(first: 500) { nodes { communeCode } } } }',
      );
      const rows = goal.progressByCommune.nodes.map(({ communeCode }: any) => communeCode);
      expect(rows.length).toBeGreaterThan(80);
      expect(told.codes).toEqual(rows);
      expect(told.pages).toEqual([30, 110, rows.length]);
    });

    test('keeps figures of now and of a day apart', async () => {
      const { goal } = await ask(
        `{ goal(code: "ADULTS_CONFIRMED") { progress { ratio } then: progress(asKnownOn: "${day}") { ratio } } }`,
      );
      expect(told.ratios).toEqual([goal.progress.ratio, goal.then.ratio]);
      expect(told.ratios[0]).not.toBe(told.ratios[1]);
    });
  });
}
