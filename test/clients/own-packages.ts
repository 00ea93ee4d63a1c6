import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ClientCredentials, FiguresChanged, figuresVersion, Hub, pages, wholeList } from '@hub/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { hasPython } from '../support/python.js';
import { type Called, type McpClient, startMcp } from './mcp-client.js';
import { askMcp } from './mcp-http.js';
import { pythonPackage } from './programs.js';
import { ended, inTurn, later, openTroubledHub, type Trouble, type TroubledHub } from './troubled-hub.js';

/** A running hub, as an app knows it. */
export interface HubForApps {
  /** Its address. */
  readonly url: string;
  /** An app that registered there, with its credential. */
  readonly app: ClientCredentials;
  /** Secret of the issuer's own clients. */
  readonly clientSecret: string;
}

const communes = `query Communes($after: String) {
  communes(first: 50, after: $after) { totalCount nodes { code name } pageInfo { hasNextPage endCursor } }
}`;
interface Communes {
  readonly communes: {
    readonly totalCount: number;
    readonly nodes: { readonly code: string; readonly name: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}
const me = 'query Me { me { roles app purpose } }';

/** The first answer to the question for the version of all figures is that of others: as if they changed meanwhile. */
function figuresOnceOthers(): Trouble {
  let first = true;
  return ({ body }) => {
    if (!first || !body.includes('figuresVersion')) return undefined;
    first = false;
    return Response.json({ data: { figuresVersion: 'of before' } });
  };
}

/** What a program of Python's prints as JSON. */
async function python(program: string, ...args: readonly string[]): Promise<any> {
  const { stdout } = await promisify(execFile)('python3', ['-c', program, ...args], {
    env: { PATH: process.env['PATH'], PYTHONPATH: pythonPackage, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return JSON.parse(stdout);
}

const beginning = `
import json, sys
from hub_client import ClientCredentials, FiguresChanged, Hub, HubError, figures_version, pages, whole_list
url, issuer, client, secret = sys.argv[1:5]
hub = Hub(url, token=ClientCredentials(issuer, client, secret), purpose="statistics")
communes = ${JSON.stringify(communes)}
`;

/** The hub's own packages and its MCP server, each against a running hub. */
export function ownPackages(running: () => HubForApps): void {
  describe('the hub’s own packages', () => {
    let hub: TroubledHub;
    let app: ClientCredentials;
    const client = () => new Hub({ url: hub.url, token: app, purpose: 'statistics' });
    const credentials = () => [hub.url, app.issuer, app.id, app.secret] as const;
    const asApp = () => ({ me: { roles: ['app'], app: app.id, purpose: 'statistics' } });
    const statuses = () => hub.passed.map(({ status }) => status);

    beforeAll(async () => {
      ({ app } = running());
      hub = await openTroubledHub(running().url);
    });
    afterAll(() => hub.close());

    describe('@hub/client', () => {
      test('gets a token of the issuer, and another where the hub says that it has ended', async () => {
        hub.trouble(inTurn(ended()));
        expect(await client().query(me)).toEqual(asApp());
        expect(statuses()).toEqual([401, 200]);
        const tokens = new Set(hub.passed.map(({ headers }) => headers.authorization));
        expect(tokens.size).toBe(2);
        // One that the hub itself does not take.
        const renewed: string[] = [];
        const own = client();
        const wrong = {
          current: () => Promise.resolve(renewed.length > 0 ? '' : 'none'),
          renew: (one: string) => void renewed.push(one),
        };
        hub.trouble(() => undefined);
        await expect(new Hub({ url: hub.url, token: wrong }).query(me)).rejects.toMatchObject({ status: 401 });
        expect(renewed).toEqual(['none']);
        expect(await own.query(me)).toEqual(asApp());
      });

      test('asks again at 429 and 503, when Retry-After says so', async () => {
        hub.trouble(inTurn(later(429), later(503)));
        expect(await client().query(me)).toEqual(asApp());
        expect(statuses()).toEqual([429, 503, 200]);
      });

      test('turns pages, one after the other', async () => {
        hub.trouble(() => undefined);
        const seen: string[] = [];
        for await (const { code } of pages(client(), {
          document: communes,
          connection: (result: unknown) => (result as Communes).communes,
        }))
          seen.push(code);
        const { communes: all } = await client().query<Communes>(communes);
        expect(seen).toHaveLength(all.totalCount);
        expect(new Set(seen).size).toBe(all.totalCount);
      });

      test('gives lists whose figures are of one version, and says so where they change too often', async () => {
        const list = { document: communes, connection: (result: unknown) => (result as Communes).communes };
        hub.trouble(figuresOnceOthers());
        const { nodes, figuresVersion: version } = await wholeList(client(), list);
        expect(version).toBe(await figuresVersion(client()));
        const firsts = hub.passed.filter(({ body }) => body.includes('"after":null'));
        expect(firsts).toHaveLength(2);
        expect(nodes.length).toBeGreaterThan(100);
        hub.trouble(figuresOnceOthers());
        await expect(wholeList(client(), list, 1)).rejects.toThrow(FiguresChanged);
      });
    });

    const inPython = hasPython() ? describe : describe.skip;
    inPython('hub-client for Python', () => {
      test('gets tokens, asks again at 401, 429 and 503', async () => {
        hub.trouble(inTurn(ended(), later(429), later(503)));
        const program = `${beginning}print(json.dumps(hub.query(${JSON.stringify(me)})))`;
        expect(await python(program, ...credentials())).toEqual(asApp());
        expect(statuses()).toEqual([401, 429, 503, 200]);
        const [first, second] = hub.passed.map(({ headers }) => headers.authorization);
        expect(first).not.toBe(second);
      });

      test('turns pages, and gives lists whose figures are of one version', async () => {
        hub.trouble(figuresOnceOthers());
        const program = `${beginning}
nodes, version = whole_list(hub, communes, lambda data: data["communes"])
codes = [node["code"] for node in pages(hub, communes, lambda data: data["communes"])]
print(json.dumps({"nodes": len(nodes), "codes": len(set(codes)), "same": version == figures_version(hub)}))`;
        const told = await python(program, ...credentials());
        const { communes: all } = await client().query<Communes>(communes);
        expect(told).toEqual({ nodes: all.totalCount, codes: all.totalCount, same: true });
        hub.trouble(figuresOnceOthers());
        const tooOften = `${beginning}
try:
    whole_list(hub, communes, lambda data: data["communes"], attempts=1)
except FiguresChanged:
    print('"changed"')`;
        expect(await python(tooOften, ...credentials())).toBe('changed');
      });

      test('says what the hub refuses, by its code', async () => {
        hub.trouble(() => undefined);
        const program = `${beginning}
try:
    hub.query("{ nothing }")
except HubError as error:
    print(json.dumps([error.code, error.status]))`;
        expect(await python(program, ...credentials())).toEqual(['GRAPHQL_VALIDATION_FAILED', 400]);
      });
    });

    describe('hub mcp', () => {
      let mcp: McpClient;
      const call = (name: string, given: object = {}): Promise<Called> =>
        mcp.request('tools/call', { name, arguments: given }) as Promise<Called>;

      beforeAll(async () => {
        const documents = join(temporaryFolder(), 'documents.json');
        const goal = `# How far a goal is.
query HowFar($goal: ID!) { goal(code: $goal) { code progress { period ratio } } }`;
        const mine = 'query Mine($language: Language!) { goals { title(language: $language) } }';
        writeFileSync(
          documents,
          JSON.stringify({ a: goal, b: mine, c: 'mutation No { revokeProgramKey(id: "x") { id } }' }),
        );
        hub.trouble(() => undefined);
        mcp = await startMcp(
          ['--url', hub.url, '--purpose', 'statistics', '--documents', documents, '--tables', 'communes'],
          { HUB_ISSUER: app.issuer, HUB_CLIENT_ID: app.id, HUB_CLIENT_SECRET: app.secret },
        );
      }, 60_000);
      afterAll(() => mcp.close());

      test('lists a tool for each document and table, with what each takes, and no schema', async () => {
        const { tools } = (await mcp.request('tools/list')) as {
          tools: { name: string; description: string; inputSchema: any }[];
        };
        expect(tools.map(({ name }) => name).toSorted()).toEqual(['HowFar', 'Mine', 'table_communes']);
        const howFar = tools.find(({ name }) => name === 'HowFar');
        expect(howFar).toMatchObject({
          description: 'How far a goal is.',
          inputSchema: { properties: { goal: { type: 'string' } }, required: ['goal'] },
        });
        const mine = tools.find(({ name }) => name === 'Mine');
        expect(mine?.inputSchema.properties.language.enum).toEqual(['VI', 'EN']);
        expect(JSON.stringify(tools).length).toBeLessThan(20_000);
      });

      test('does not start with a token that the hub refuses', async () => {
        hub.trouble(() => undefined);
        await expect(startMcp(['--url', hub.url], { HUB_TOKEN: 'forged' })).rejects.toThrow('Expected a valid token');
      });

      test('answers as the hub answers the caller whose token it has', async () => {
        hub.trouble(inTurn(later(503)));
        const { content, isError } = await call('HowFar', { goal: 'ADULTS_BASIC' });
        expect(isError).toBeFalsy();
        const { data } = JSON.parse(content[0]?.text ?? '');
        const own = await client().query(
          'query HowFar($goal: ID!) { goal(code: $goal) { code progress { period ratio } } }',
          {
            goal: 'ADULTS_BASIC',
          },
        );
        expect(data).toEqual(own);
        expect(hub.passed[1]?.headers).toMatchObject({
          authorization: expect.stringMatching(/^Bearer /),
          'x-hub-purpose': 'statistics',
        });
      });

      test('gives rows of tables, and what the hub refuses with its code', async () => {
        hub.trouble(() => undefined);
        const { content, isError } = await call('table_communes', { rows: 3 });
        expect([isError ?? false, content[0]?.text]).toEqual([
          false,
          expect.stringMatching(/^\{"rows":\[(\{[^}]*\},?){3}\]/),
        ]);
        const refused = await call('HowFar', { goal: 'x'.repeat(200) });
        expect(refused.content[0]?.text).toContain('BAD_USER_INPUT');
      });
    });

    describe('/mcp', () => {
      const asTools = '/mcp?tables=communes,league-table&purpose=statistics';
      const questions = ['communes_behind', 'compare', 'explain_commune', 'find', 'overview', 'what_changed'];
      const ask = async (method: string, parameters: object = {}, address = asTools, anonymous = false) => {
        return askMcp(`${running().url}${address}`, method, parameters, anonymous ? {} : { token: app.secret });
      };

      test('opens without a session, lists tools, and gives the rows that the file has', async () => {
        const opened = await ask('initialize', {
          ...{ protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
        });
        expect(opened.body.result).toMatchObject({ serverInfo: { name: 'hub' }, capabilities: { tools: {} } });
        expect(opened.headers.get('mcp-session-id')).toBeNull();
        const { result } = (await ask('tools/list')).body;
        expect(result.tools.map(({ name }: any) => name).toSorted()).toEqual([
          ...questions.slice(0, -1),
          'table_communes',
          'table_league_table',
          'what_changed',
        ]);
        const rows = { name: 'table_communes', arguments: { rows: 3 } };
        const here = (await ask('tools/call', rows)).body.result;
        const file = await fetch(`${running().url}/export/communes.jsonl?lang=en`);
        const lines = (await file.text()).split('\n').slice(0, 3);
        expect(here.structuredContent).toEqual({
          rows: lines.map((line) => JSON.parse(line)),
          note: 'There are more rows: these are the first 3.',
          source: `${running().url}/export/communes.jsonl?lang=en`,
        });
        expect(JSON.parse(here.content[0].text)).toEqual(here.structuredContent);
      });

      test('answers common questions of each caller with the tools that it may use, the worst commune first', async () => {
        const named = async (anonymous: boolean) =>
          (await ask('tools/list', {}, '/mcp?purpose=statistics', anonymous)).body.result.tools
            .map(({ name }: any) => name)
            .toSorted();
        expect(await named(false)).toEqual(questions);
        expect(await named(true)).toEqual(['find', 'overview', 'what_changed']);
        const answer = async (name: string, given: object = {}, anonymous = false) => {
          const { result } = (await ask('tools/call', { name, arguments: given }, asTools, anonymous)).body;
          expect(result.isError).toBeFalsy();
          expect(result.structuredContent.errors).toBeUndefined();
          const page = await fetch(result.structuredContent.source, { headers: { accept: 'text/html' } });
          expect(page.status).toBe(200);
          return result.structuredContent.data;
        };
        for (const name of ['find', 'overview', 'what_changed']) await answer(name, {}, true);
        const { goal } = await answer('communes_behind', { goal: 'PUPILS', first: 5 });
        const { totalCount, nodes } = goal.progressByCommune;
        expect(totalCount).toBeGreaterThan(5);
        const ratios = nodes.map(({ ratio }: any) => ratio);
        expect(ratios).toEqual(ratios.toSorted((one: number, other: number) => one - other));
        expect(goal.metadata.licence).not.toBe('');
        const [{ communeCode }, second] = nodes;
        const worst = await answer('explain_commune', { goal: 'PUPILS', commune: communeCode });
        expect(worst.goal).toMatchObject({
          progressByCommune: { edges: [{ node: { communeCode }, rank: { overall: 1, of: totalCount } }] },
          progress: { ratio: ratios[0] },
        });
        const both = await answer('compare', { goal: 'PUPILS', communes: [second.communeCode, communeCode] });
        expect(both.goal.progressByCommune.nodes).toMatchObject([{ communeCode }, { communeCode: second.communeCode }]);
      });

      test('answers a wrong goal, place or period with the nearest right ones, and at most 8 KB unless told', async () => {
        const given = { goal: 'PUPILZ', commune: 'Ham Rong', period: 'tháng 9/2026' };
        const { result } = (await ask('tools/call', { name: 'explain_commune', arguments: given })).body;
        expect(result.isError).toBe(true);
        const { code, unknown } = JSON.parse(result.content[0].text);
        const [goal, commune, period] = unknown.map(({ nearest: [first] }: any) => first);
        expect([code, goal.code, commune.vi, period]).toEqual([
          'UNKNOWN_VALUE',
          'PUPILS',
          'Phường Hàm Rồng',
          '2026-09',
        ]);
        const bytes = async (more: object) => {
          const answer = await ask('tools/call', { name: 'table_communes', arguments: more });
          const { text } = answer.body.result.content[0];
          const { rows, note } = JSON.parse(text);
          expect(note).toBe(`There are more rows: these are the first ${String(rows.length)}.`);
          return Buffer.byteLength(text);
        };
        expect(await bytes({})).toBeLessThanOrEqual(8192);
        expect(await bytes({ rows: 100 })).toBeGreaterThan(8192);
      });

      test('refuses what the hub refuses, in its words: rights, tables, tokens, batches and sessions', async () => {
        // A commune's progress needs a right.
        const league = { name: 'table_league_table', arguments: { goal: 'ADULTS_BASIC', rows: 1 } };
        expect((await ask('tools/call', league)).body.result.isError).toBeFalsy();
        const anonymously = (await ask('tools/call', league, asTools, true)).body.result;
        expect(anonymously).toMatchObject({ isError: true });
        expect(anonymously.content[0].text).toMatch(/UNAUTHORIZED_FIELD_OR_TYPE|UNAUTHENTICATED/);
        const strange = await ask('tools/list', {}, '/mcp?tables=salaries');
        expect([strange.status, strange.body.code]).toEqual([400, 'BAD_USER_INPUT']);
        const forged = await askMcp(`${running().url}/mcp`, 'tools/list', {}, { token: 'forged' });
        expect([forged.status, forged.body.code]).toEqual([401, 'UNAUTHENTICATED']);
        const told = `resource_metadata="${running().url}/.well-known/oauth-protected-resource"`;
        expect(forged.headers.get('www-authenticate')).toMatch(new RegExp(`Bearer .*${told}`));
        const { status, headers } = await fetch(`${running().url}/mcp`);
        expect([status, headers.get('allow')]).toEqual([405, 'POST']);
        const batch = await fetch(`${running().url}/mcp`, {
          ...{ method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } },
        });
        expect(((await batch.json()) as { code: string }).code).toBe('BAD_REQUEST');
        const endless = await ask('subscriptions/listen');
        expect(endless.body.error.code).toBe(-32601);
      });
    });
  });
}
