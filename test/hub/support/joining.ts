import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { canonicalText, type Cell, signHeader } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { movement } from '@hub/movement';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql, type GraphQLSchema, parse } from 'graphql';
import { LinkClient } from '../../../subgraphs/kit/src/link/link-client.js';
import { signedRelease } from '../../support/offered-releases.js';
import { withoutCost } from '../../support/readme.js';
import { until } from '../../support/until.js';
import { hub } from './hub.js';

const code = 'farmers-union';
const commune = '14845';

/** The schema of the Farmers' Union: a Federation 2 subgraph made without the kit. */
const schemaWith = (more = '') => `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "The clubs of farmers who learn together (tổ nông dân số)."
  farmerClubs: [FarmerClub!]
}

"A club of farmers who learn together (tổ nông dân số)."
type FarmerClub @key(fields: "code") {
  "Its code (mã tổ)."
  code: ID!
  "Its name (tên)."
  name: String!
  "Where it is."
  commune: Commune
${more}}

type Commune @key(fields: "code") {
  code: ID!
  "Its clubs of farmers (các tổ nông dân số)."
  farmerClubs: [FarmerClub!]
}
`;

const founded = '  "The year in which it began (năm thành lập)."\n  founded: Int\n';

const club = {
  __typename: 'FarmerClub',
  code: 'FC-1',
  name: 'Tổ nông dân số Mường Lát',
  founded: 2025,
  commune: { code: commune },
};

const agreements = `format: 1
organisation: ${code}

agreements:
  - id: FU-01
    version: 1
    title: { vi: Số liệu và hoạt động của Hội Nông dân, en: The Farmers' Union's figures and activities }
    shares: ['*']
    figures: ['*']
    combined: ['*']
    with:
      - role: analyst
      - organisation: ${code}
    purposes: [steering, statistics]
    granularity: commune
    legalBasis: Quy chế phối hợp
    from: 2025-07-01
`;

/** A running hub, and a function that asks it. */
export interface JoiningOptions {
  readonly port: () => number;
  readonly folder: () => string;
  readonly launcher: () => number;
  readonly ask: (query: string) => Promise<any>;
}

/** What of the repository's files differs from the commit, as git says it. */
function changedFiles(): string {
  const own = new URL('../../../', import.meta.url);
  return ['status --porcelain', 'diff']
    .map((command) => execFileSync('git', command.split(' '), { cwd: own, encoding: 'utf8', maxBuffer: 1e8 }))
    .join('');
}

/** Has an organisation that is in nobody's code join a running hub, publish, be suspended, and leave. */
export function testJoining({ port, folder, launcher, ask }: JoiningOptions): void {
  describe('an organisation that joins while it runs', () => {
    let own: string;
    let server: Server;
    let schema: GraphQLSchema;
    let processes: string;
    let workTree: string;
    const address = () => `http://127.0.0.1:${port()}`;
    const operate = async (...args: readonly string[]) =>
      hub(['organisation', ...args, '--by', 'An', '--port', String(port())], { folder: folder() });
    const serve = (sdl: string) => {
      schema = buildSubgraphSchema([
        {
          typeDefs: parse(sdl),
          resolvers: { Commune: { farmerClubs: ({ code: at }: { code: string }) => (at === commune ? [club] : []) } },
        },
      ] as Parameters<typeof buildSubgraphSchema>[0]);
    };
    /** The programs of the hub, by their process ids. */
    const running = () =>
      readFileSync(`/proc/${launcher()}/task/${launcher()}/children`, 'utf8').trim().split(' ').toSorted().join(' ');
    const clubs = async (selection = 'code name commune { name }') =>
      (await ask(`{ farmerClubs { ${selection} } }`)) as { data?: any; errors?: any[] };
    const untilAnswered = (
      what: string,
      isSo: (answer: { data?: any; errors?: any[] }) => boolean,
      selection?: string,
    ) => {
      let seen: unknown;
      return until(async () => isSo((seen = await clubs(selection)) as any), {
        ...{ what, within: 60_000, every: 250, seen: () => seen },
      });
    };
    const state = async () =>
      (await ask(`{ organisation(code: "${code}") { name(language: EN) state linked } }`)).data.organisation;

    beforeAll(async () => {
      own = join(folder(), code);
      mkdirSync(own);
      serve(schemaWith());
      server = createServer((request, response) => {
        void json(request).then(async (body) => {
          const { query, variables } = body as { query: string; variables: Record<string, unknown> };
          const answer = await graphql({
            ...{ schema, source: query, variableValues: variables },
            rootValue: { farmerClubs: [club] },
          });
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
      writeFileSync(
        join(own, 'organisation.yaml'),
        `format: 1
code: ${code}
shortName: the Farmers' Union
keepsPeople: true
publishes:
  nameVi: Hội Nông dân tỉnh Thanh Hóa
  nameEn: Thanh Hóa Provincial Farmers' Union
  dataKind: DEMONSTRATION
  linkedBy: records
  endpoint: ${url}
  signsAnswers: false
  contact: tin-hoc@hoinongdan.example
`,
      );
      writeFileSync(join(own, 'agreements.yaml'), agreements);
      writeFileSync(join(own, 'schema.graphql'), schemaWith());
      [processes, workTree] = [running(), changedFiles()];
    });
    afterAll(() => {
      server.close();
      server.closeAllConnections();
    });

    const joining = () => hub(['join', own, '--hub', address(), '--secret', join(own, 'secret')], { folder: folder() });

    test('is invited with a secret that is good once', async () => {
      const invited = await operate('invite', code);
      expect(invited).toMatchObject({ exitCode: 0 });
      writeFileSync(join(own, 'secret'), invited.stdout);
      expect(await joining()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${code} has joined`) });
      expect(await joining()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('UNAUTHENTICATED') });
      expect((await operate('list')).stdout).toMatch(new RegExp(`${code} +CHECKING`));
      const { stdout } = await operate('show', code);
      expect(stdout).toContain("Thanh Hóa Provincial Farmers' Union");
      expect(stdout).toMatch(/analyst, .*FU-01 v1/);
      expect(stdout).toContain('type FarmerClub');
      // It shows nothing before it is accepted.
      expect((await clubs()).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    });

    test('answers in the one graph within seconds after it is accepted, with what others know of its places', async () => {
      expect(await operate('accept', code)).toMatchObject({ exitCode: 0 });
      await untilAnswered('its records to answer', ({ data }) => data?.farmerClubs?.length > 0);
      expect((await clubs()).data).toEqual({
        farmerClubs: [{ code: 'FC-1', name: club.name, commune: { name: expect.any(String) } }],
      });
      expect(await state()).toEqual({ name: "Thanh Hóa Provincial Farmers' Union", state: 'LIVE', linked: true });
    });

    test('hands figures over, which count where the goal expects it', async () => {
      const expectations = readFileSync(new URL('demo/goal-expectations.csv', movement.folder), 'utf8');
      const file = join(folder(), 'goal-expectations.csv');
      writeFileSync(file, `${expectations.trimEnd()}\nADULTS_BASIC,${code},2026-10-01,,\n`);
      const imported = await hub(
        ['import', 'movement', 'goal-expectations', file, '--demonstration', '--port', String(port())],
        {
          folder: folder(),
        },
      );
      expect(imported).toMatchObject({ exitCode: 0 });
      const key = readSigningKey(join(own, 'signing.key'));
      const cells: Cell[] = [
        ['ADULTS_BASIC', commune, '2025-07-01', '2026-10', 40, 49, 0],
        ['ADULTS_BASIC', '38', '0001-01-01', '2026-10', 40, 59, 0],
      ];
      const client = new LinkClient(address());
      const { signal } = new AbortController();
      const message = canonicalText({
        ...{ format: 1, organisation: code, at: new Date().toISOString(), newest: 1, kept: [], noted: [], imports: [] },
      });
      const { ticket, versions } = await client.exchange(
        { message, signature: await signHeader(message, key) },
        signal,
      );
      const { header, signature, pages } = await signedRelease(code, cells, undefined, {
        ...{ key, ...versions, through: '2026-10-31', demonstration: true, madeAt: new Date().toISOString() },
      });
      expect(await client.release({ header, signature, pages }, ticket, signal)).toMatchObject({ state: 'TAKEN' });
      const progress = `goal(code: "ADULTS_BASIC") { progress(commune: "${commune}", period: "2026-10") {
        contributions { organisation { code } state share { people atMost } } } }`;
      let shared: any;
      await until(
        async () => {
          const { data } = await ask(`{ ${progress} }`);
          shared = data.goal.progress.contributions.find(({ organisation }: any) => organisation.code === code);
          return shared?.share?.people === 40;
        },
        { what: 'its share to be known', within: 30_000, every: 250, seen: () => shared },
      );
      expect(shared).toMatchObject({
        state: expect.stringMatching(/REPORTED|LATE/),
        share: { people: 40, atMost: 49 },
      });
    });

    test('has its panel on a commune’s page and its table, as its schema describes its records', async () => {
      const token = (
        await hub(['token', '--as', 'analyst', '--port', String(port())], { folder: folder() })
      ).stdout.trim();
      const headers = { authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' };
      const get = async (path: string) => fetch(`${address()}${path}`, { headers });
      const { pages } = (await (await get('/panels.json')).json()) as { pages: Record<string, any[]> };
      const panel = pages['commune']?.find(({ organisation }) => organisation === code);
      expect(panel.lists).toMatchObject([
        {
          ...{ caption: { vi: 'Các tổ nông dân số', en: 'Farmer clubs' }, rows: ['commune.farmerClubs'] },
          columns: [{ title: { vi: 'Tên', en: 'Name' }, isHead: true }],
        },
      ]);
      const body = JSON.stringify({ query: panel.query, variables: { commune } });
      const asked = await fetch(`${address()}/graphql`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      expect(withoutCost((await asked.json()) as object)).toEqual({
        data: { commune: { code: commune, farmerClubs: [{ name: club.name }] } },
      });
      const { tables } = (await (await get('/export')).json()) as { tables: { name: string }[] };
      expect(tables).toContainEqual(
        expect.objectContaining({ name: 'farmer-clubs', title: { vi: 'Tổ nông dân số', en: 'Farmer clubs' } }),
      );
      const rows = await (await get('/export/farmer-clubs.csv?lang=vi')).text();
      expect(rows).toMatch(/^\uFEFF?Mã tổ;Tên;/);
      expect(rows).toContain(club.name);
      // Its own pages appear at once after their publication.
      mkdirSync(join(own, 'pages'));
      writeFileSync(
        join(own, 'pages/commune.graphql'),
        `query Clubs($commune: ID!) {
  commune(code: $commune) { farmerClubs { code name } }
}`,
      );
      writeFileSync(
        join(own, 'pages/commune.yaml'),
        `title: { vi: Hội Nông dân, en: Farmers }
lists:
  - caption: { vi: Các tổ, en: Clubs }
    rows: commune.farmerClubs
    columns: [{ title: { vi: Mã tổ, en: Code }, cell: '{code}' }]
`,
      );
      expect(await hub(['publish', own, '--hub', address()], { folder: folder() })).toMatchObject({
        ...{ exitCode: 0, stdout: expect.stringContaining('version 1 of its pages is published') },
      });
      let laidOut: any;
      await until(
        async () => {
          const found = ((await (await get('/panels.json')).json()) as { pages: Record<string, any[]> }).pages;
          laidOut = found['commune']?.find(({ organisation }) => organisation === code);
          return laidOut?.title?.en === 'Farmers';
        },
        { what: 'its own layout to be in the page', within: 30_000, every: 250, seen: () => laidOut },
      );
      expect(laidOut.lists).toMatchObject([{ caption: { en: 'Clubs' }, columns: [{ title: { en: 'Code' } }] }]);
    });

    test('stands in files, and in the audit log that its keeper shows it', async () => {
      const token = (
        await hub(['token', '--as', 'auditor', '--port', String(port())], { folder: folder() })
      ).stdout.trim();
      const headers = { authorization: `Bearer ${token}`, 'x-hub-purpose': 'audit' };
      const file = `${address()}/export/audit.jsonl?organisation=${code}`;
      const asked = await (await fetch(file, { headers })).text();
      expect(asked).toContain('Query.farmerClubs');
    });

    test('publishes: what cannot be composed is refused, what can is live, and a former version comes back', async () => {
      const publishing = async (sdl: string) => {
        writeFileSync(join(own, 'schema.graphql'), sdl);
        return hub(['publish', own, '--hub', address()], { folder: folder() });
      };
      const refused = await publishing(schemaWith('  wrong: NoType\n'));
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/NoType/) });
      serve(schemaWith(founded));
      expect(await publishing(schemaWith(founded))).toMatchObject({ exitCode: 0 });
      await untilAnswered('the new field to answer', ({ data }) => data?.farmerClubs?.[0]?.founded === 2025, 'founded');
      const changes = async (format: string) => (await fetch(`${address()}/changes${format}`)).text();
      await until(async () => (await changes('.json')).includes('FarmerClub.founded'), {
        ...{ what: 'the change log to have it', within: 30_000, every: 500 },
      });
      expect(await changes('')).toMatch(
        new RegExp(`^# Changes\n\n## ${code}, version 2 [^#]*FarmerClub\\.founded was added`),
      );
      expect(await changes('.atom')).toContain(`<id>${address()}/changes.atom#${code}-2</id>`);
      expect((await operate('versions', code)).stdout).toMatch(/^schema 2 .*in force$/m);
      // The audit log knows that somebody has asked for it.
      const breaking = await publishing(schemaWith());
      expect(breaking).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/CHECK_REFUSED[^]*FarmerClub\.founded/),
      });
      expect(await operate('rollback', code, 'schema', '1')).toMatchObject({ exitCode: 0 });
      await untilAnswered('the new field to be gone', ({ errors }) => errors !== undefined, 'founded');
      expect((await clubs('name')).data.farmerClubs).toHaveLength(1);
    });

    test('is nobody else: what another key signs is not published', async () => {
      const other = join(folder(), 'other.key');
      const { createKeyPairIfMissing } = await import('@hub/runtime');
      createKeyPairIfMissing(other);
      expect(createPublicKey(readFileSync(`${other}.pub`)).asymmetricKeyType).toBe('ed25519');
      const published = await hub(['publish', own, '--hub', address(), '--key', other], { folder: folder() });
      expect(published).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('UNAUTHENTICATED') });
    });

    test('suspended, its records are taken out and its figures stay; once it has left, they count no more', async () => {
      expect(await operate('suspend', code, '--reason', 'Kiểm tra')).toMatchObject({ exitCode: 0 });
      await untilAnswered('its records to be gone', ({ errors }) => errors !== undefined);
      expect(await state()).toMatchObject({ state: 'SUSPENDED', linked: true });
      expect(await operate('leave', code)).toMatchObject({ exitCode: 0 });
      await until(async () => (await state()).state === 'LEFT', { what: 'it to have left', every: 250 });
      expect(await state()).toMatchObject({ linked: false });
      expect((await operate('list')).stdout).toMatch(new RegExp(`${code} +LEFT`));
    });

    test('had no other program start anew, and no file of the product change', () => {
      expect(running()).toBe(processes);
      expect(changedFiles()).toBe(workTree);
    });
  });
}
