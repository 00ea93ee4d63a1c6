import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cell, type ChangeLogEntry, parsePeriod } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { approver, drafter, publishThrough } from '../../test/support/publishing.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const organisations = ['womens-union', 'youth-union', 'university', 'public-sector'];
const cells = (people: number, month: string): Cell[] => [
  [goal, '38', '0001-01-01', month, people, people, 0],
  [goal, '14845', '2025-07-01', month, people / 10, people / 10, 0],
];
const app = callerOf({ subject: 'dashboard', app: 'dashboard', roles: ['app'], scopes: ['progress:read'] });
const analyst = callerOf({ subject: 'lan', roles: ['analyst'], scopes: ['contributions:read'] });
const fields =
  'nodes { id cursor kind at title titleEn: title(language: EN) goal { code } period organisation { code } publicationId commune { code } } cursor hasMore isWhole';

describe('events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'events-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const database = newDatabase();
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let registry: Server;
  let changes: ChangeLogEntry[] = [];
  let now = new Date('2026-11-20T03:00:00Z');

  const start = async () => {
    subgraph = await startSubgraph(movement, database, {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => now,
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
      eventsEveryMs: 50,
      registry: {
        url: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
        ...{ token: 'the-token-of-those-who-follow', folder: join(folder, 'registry'), keyFiles: [] },
      },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
  };
  /** Runs a query, as an anonymous caller unless one is given. */
  const told = async (query: string, caller?: string) => {
    const { data, errors = [] } = await gateway.query(query, caller === undefined ? {} : { caller });
    return { data, codes: errors.map(({ extensions }) => extensions?.['code']) };
  };
  const events = async (given = '', caller?: string) => {
    const { data, codes } = await told(`{ events(first: 100${given}) { ${fields} } }`, caller);
    expect(codes).toEqual([]);
    return data['events'];
  };
  const short = ({ kind, goal: of, period, organisation, publicationId }: any) =>
    [kind, of?.code, period, organisation?.code, publicationId].filter((part) => part != null).join(' ');
  /** Waits until as many events follow a cursor, and returns them. */
  const following = async (cursor: string, count: number, given = '') => {
    let nodes: any[] = [];
    await until(async () => (nodes = (await events(`, after: "${cursor}"${given}`)).nodes).length >= count, {
      ...{ what: `${count} events after ${cursor}`, every: 50, seen: () => nodes.map(short) },
    });
    return nodes;
  };
  const newest = async () => (await events()).cursor as string;
  const release = async (people: number, month: string, only = organisations) => {
    const through = parsePeriod(month).lastDay;
    for (const one of only) await offered.release(one, cells(people, month), { madeAt: now.toISOString(), through });
  };

  beforeAll(async () => {
    registry = createServer((request, response) => {
      if (request.url !== '/operator/registry/changes') response.writeHead(404).end();
      else response.end(JSON.stringify({ entries: changes }));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    offered = await OfferedReleases.open();
    changes = [change(1)];
    await start();
    for (const kind of ['organisations', 'goal-expectations', 'denominators', 'goal-metadata']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  }, 240_000);
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    registry.close();
    rmSync(folder, { recursive: true });
  });

  const change = (version: number): ChangeLogEntry => ({
    ...{
      organisation: 'womens-union',
      version,
      publishedAt: `2026-11-0${version}T00:00:00.000Z`,
      publishedBy: 'operator',
    },
    changes: [{ kind: 'BREAKING', rule: 'FIELD_REMOVED', coordinate: 'T.a', description: 'T.a was removed.' }],
  });

  test('tell of figures by goal and organisation, and of a month that all have reported', async () => {
    const before = await newest();
    await release(2000, '2026-10');
    await following(before, 4, ', kinds: [FIGURES]');
    await following(before, 2, ', kinds: [MONTH_COMPLETE]');
    const nodes = await following(before, 6);
    expect(
      nodes
        .filter(({ kind }) => kind === 'FIGURES')
        .map(short)
        .sort(),
    ).toEqual(organisations.map(() => `FIGURES ${goal} 2026-11`));
    // The organisation and the first month are for callers with contributions:read.
    const shares = '{ nodes { changedBy { code } changedFrom } }';
    const asked = `{ events(after: "${before}", kinds: [FIGURES]) ${shares} }`;
    expect((await gateway.ask(asked)).status).toBe(403);
    const seen = (await told(asked, analyst)).data['events'].nodes;
    expect(seen.map(({ changedBy, changedFrom }: any) => `${changedBy.code} ${changedFrom}`).sort()).toEqual(
      organisations.map((one) => `${one} 2026-10`).sort(),
    );
    const ofOne = await events(`, after: "${before}", kinds: [FIGURES], organisation: "${organisations[0]}"`);
    expect(ofOne.nodes).toEqual([]);
    // The other goal expects these two organisations alone, so its month may be complete earlier.
    expect(
      nodes
        .filter(({ kind }) => kind === 'MONTH_COMPLETE')
        .map(short)
        .sort(),
    ).toEqual([`MONTH_COMPLETE ${goal} 2026-10`, 'MONTH_COMPLETE PUBLIC_SECTOR 2026-10']);
    const [first] = nodes;
    expect(first).toMatchObject({ id: `HubEvent:${first.cursor}`, at: '2026-11-20T03:00:00.000Z', commune: null });
    expect(first.title).toMatch(/^Số liệu mới: [^()]+$/);
    expect(first.titleEn).toMatch(/^New figures: [^()]+$/);
    expect(`${first.title} ${first.titleEn}`).not.toMatch(/2026|, từ|, from/);
  });

  test('of a publication, its correction and its withdrawal', async () => {
    const before = await newest();
    await publishThrough(gateway, { period: '2026-10' });
    await publishThrough(gateway, { period: '2026-10' });
    const { data } = await told(
      'mutation { withdrawPublication(id: "2026-10_1", reasonVi: "Sai", reasonEn: "Wrong") { proposedWithdrawal { digest } } }',
      drafter,
    );
    const { digest } = data['withdrawPublication'].proposedWithdrawal;
    const { codes } = await told(
      `mutation { approveWithdrawal(id: "2026-10_1", digest: "${digest}") { id } }`,
      approver,
    );
    expect(codes).toEqual([]);
    const nodes = await following(before, 3);
    expect(nodes.map(short)).toEqual([
      'PUBLICATION 2026-10 2026-10_1',
      'REVISION 2026-10 2026-10_2',
      'WITHDRAWAL 2026-10 2026-10_1',
    ]);
    expect(nodes.map(({ title }) => title)).toEqual([
      'Công bố số liệu tháng 10/2026',
      'Đính chính số liệu tháng 10/2026, lần 2',
      'Thu hồi bản công bố tháng 10/2026, lần 1',
    ]);
  });

  test('of reports that are due soon, and of those that are overdue, once each', async () => {
    const { codes } = await told(
      `mutation { setGoalDays(goal: "${goal}", kind: REPORT, fromMonth: "2026-11", days: 10, basis: "Thử") { code } }`,
      drafter,
    );
    expect(codes).toEqual([]);
    const start = await newest();
    // The reminder comes once, five days before the due day.
    now = new Date('2026-12-05T03:00:00Z');
    await until(async () => (await events(`, after: "${start}", kinds: [DUE]`)).nodes.length > 0, {
      ...{ what: 'reminders of the due day', every: 50 },
    });
    const due = (await events(`, after: "${start}", kinds: [DUE]`)).nodes;
    expect(due.map(short).sort()).toEqual(organisations.map((one) => `DUE ${goal} 2026-11 ${one}`).sort());
    expect(due.map(({ title }: any) => title)).toContainEqual(
      expect.stringMatching(/^Sắp đến hạn báo cáo tháng 11\/2026, ngày 10\/12\/2026: .+, .+$/),
    );
    const before = await newest();
    now = new Date('2026-12-15T03:00:00Z');
    const nodes = await following(before, 4);
    expect(nodes.map(short).sort()).toEqual(organisations.map((one) => `LATE ${goal} 2026-11 ${one}`).sort());
    const late = await events(', kinds: [LATE], organisation: "youth-union"');
    expect(late.nodes.map(({ title }: any) => title)).toEqual([
      expect.stringMatching(/^Quá hạn báo cáo tháng 11\/2026: .+, .+$/),
    ]);
  });

  test('of communes to those alone who may see their figures', async () => {
    const before = await newest();
    await release(100, '2026-11');
    await until(
      async () => (await events(`, after: "${before}", kinds: [ANOMALY], commune: "14845"`, app)).nodes.length === 2,
      { what: 'a fall in the commune and in the province', every: 50 },
    );
    const ofAll = await events(`, after: "${before}", kinds: [ANOMALY]`);
    expect(ofAll.nodes.map(({ commune }: any) => commune)).toEqual([null]);
    expect(ofAll.nodes[0].title).toMatch(/^Số liệu cần xem lại: .+, giảm so với tháng trước từ tháng 11\/2026/);
    const kindsIn = async (commune: string) => {
      const { nodes } = await events(`, after: "${before}", commune: "${commune}"`, app);
      return [...new Set(nodes.map(({ kind, commune: of }: any) => `${kind} ${of?.code ?? ''}`.trim()))].sort();
    };
    expect(await kindsIn('14845')).toEqual(['ANOMALY', 'ANOMALY 14845', 'FIGURES', 'MONTH_COMPLETE']);
    expect(await kindsIn('14869')).toEqual(['ANOMALY', 'MONTH_COMPLETE']);
    expect((await told('{ events(commune: "14845") { cursor } }')).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    const codes = await gateway.ask('{ events(kinds: [FIGURES]) { nodes { communeCodes } } }');
    expect(codes.status).toBe(403);
    const { data } = await told(`{ events(after: "${before}", kinds: [FIGURES]) { nodes { communeCodes } } }`, app);
    expect(data['events'].nodes).toEqual(organisations.map(() => ({ communeCodes: ['14845'] })));
  });

  test('of changes of the schema, but not of those before there was a log', async () => {
    const before = await newest();
    changes = [change(2), change(1)];
    const nodes = await following(before, 1);
    expect(nodes.map(short)).toEqual(['SCHEMA womens-union']);
    expect(nodes[0].title).toMatch(/^Lược đồ thay đổi: .+, phiên bản 2 \(có thay đổi phá vỡ tương thích\)$/);
    // The event concerns no goal.
    expect((await events(`, after: "${before}", goal: "${goal}"`)).nodes).toEqual([]);
  });

  test('are read in pages that miss none, whatever is chosen', async () => {
    const { nodes: all } = await events();
    expect(all.map(({ cursor }: any) => Number(cursor))).toEqual(
      all.map(({ cursor }: any) => Number(cursor)).toSorted((a: number, b: number) => a - b),
    );
    const read: any[] = [];
    let [cursor, pages] = ['0', 0];
    for (let isMore = true; isMore; pages += 1) {
      const { data } = await told(`{ events(first: 3, after: "${cursor}") { ${fields} } }`);
      read.push(...data['events'].nodes);
      ({ cursor, hasMore: isMore } = data['events']);
    }
    expect(read).toEqual(all);
    expect(pages).toBeGreaterThan(3);
    const publications = await events(`, after: "0", kinds: [PUBLICATION, REVISION], goal: "${goal}"`);
    expect(publications.nodes.map(({ kind }: any) => kind)).toEqual(['PUBLICATION', 'REVISION']);
    // No chosen event follows, and the cursor still moves to the end of the log.
    expect(publications.cursor).toBe(all.at(-1).cursor);
    expect((await told('{ events(first: 101) { cursor } }')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await told('{ events(after: "x") { cursor } }')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await told('{ events(after: "999999") { cursor } }')).codes).toEqual(['UNKNOWN_CURSOR']);
  });

  test('are told once, whenever the server starts', async () => {
    const { nodes: before, cursor } = await events();
    await subgraph.stop();
    await start();
    await release(120, '2026-11', ['youth-union']);
    const added = await following(cursor, 1);
    expect(added.map(short)).toEqual([`FIGURES ${goal} 2026-12`]);
    expect((await events()).nodes).toEqual([...before, ...added]);
  });

  test('are not told of what was so before there was a log', async () => {
    await subgraph.stop();
    await start();
    await subgraph.execute('delete from hub_event');
    await subgraph.execute('delete from hub_event_state');
    await until(async () => (await subgraph.execute('select 1 from hub_event_state')).length > 0, {
      ...{ what: 'a first look', every: 50 },
    });
    const known = await subgraph.execute('select count(*)::int as count from hub_event where not told');
    expect(known[0]?.['count']).toBeGreaterThan(5);
    const before = await newest();
    await release(150, '2026-11', ['university']);
    const added = await following(before, 1);
    expect(added.map(short)).toEqual([`FIGURES ${goal} 2026-12`]);
  });

  test('are held for 400 days, and it is said that some are missing', async () => {
    const { cursor } = await events();
    await publishThrough(gateway, { period: '2026-11' });
    const [last] = await following(cursor, 1);
    now = new Date('2028-02-01T03:00:00Z');
    await until(async () => (await events()).nodes.every(({ cursor: one }: any) => Number(one) > Number(last.cursor)), {
      ...{ what: 'the old events to go', every: 50 },
    });
    expect(await events(', after: "0", kinds: [PUBLICATION]')).toMatchObject({ nodes: [], isWhole: false });
    expect(await events(`, after: "${last.cursor}"`)).toMatchObject({ isWhole: true });
    // Facts that still hold make no second event.
    expect((await events(', kinds: [PUBLICATION, SCHEMA]')).nodes).toEqual([]);
  });
});
