import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import type { Cell } from '@hub/protocol';
import { movement } from '@hub/movement';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createParser } from 'eventsource-parser';
import { parse } from 'graphql';
import { SaxesParser } from 'saxes';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { TablesInForce } from '../../gateway/src/exports/table/tables-in-force.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { createServer } from '../../gateway/src/start/server.js';
import { newDatabase } from '../support/database.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { elapse, until } from '../support/until.js';

const cells = (people: number): Cell[] => [['ADULTS_BASIC', '38', '0001-01-01', '2026-09', people, people, 0]];

describe('events at the hub’s address', () => {
  const folder = mkdtempSync(join(tmpdir(), 'events-'));
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let stopGateway: () => Promise<unknown>;
  let url = '';
  let people = 100;
  const streams: Follower[] = [];

  /** Has an organisation make a release, and waits for its event. */
  const tell = async (organisation = 'womens-union') => {
    const before = await newest();
    people += 20;
    await offered.release(organisation, cells(people), { through: '2026-09-30' });
    await until(async () => (await newest()) > before, { what: 'the event', every: 40 });
  };
  const newest = async () => {
    const [row] = await subgraph.execute('select coalesce(max(number), 0) as newest from hub_event where told');
    return row?.['newest'] as number;
  };
  const startGateway = async (concurrency = Infinity) => {
    const { supergraphSdl, errors } = composeServices([
      {
        ...{ name: 'movement', url: `${subgraph.url}/graphql` },
        typeDefs: parse(readFileSync(new URL('../../schema/subgraphs/movement.graphql', import.meta.url), 'utf8')),
      },
    ]);
    if (supergraphSdl === undefined) throw new Error(String(errors));
    const { http, open, cut } = createServer({
      logLevel: 'silent',
      tables: await TablesInForce.open({ hub: [folder] }),
      limits: { ...looseLimits, concurrency },
    });
    await open(
      await openHubEngine({
        ...{ supergraphSdl, timeoutMs: 5000, subgraphUrl: () => `${subgraph.url}/graphql`, log: http.log },
        subscriptionRoute: () => ({ protocol: 'sse', url: undefined }),
        planning: { stats: newPlannerStats() },
      }),
    );
    url = await http.listen({ host: '127.0.0.1', port: Number(new URL(url || 'http://127.0.0.1:0').port) });
    stopGateway = async () => {
      const closed = http.close();
      // Slow followers must not hold the end of the gateway up.
      cut();
      await closed;
    };
  };
  const follow = (parameters = '') => {
    const follower = new Follower(`${url}/events${parameters}`);
    streams.push(follower);
    return follower;
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, eventsEveryMs: 40 },
    });
    for (const kind of ['organisations', 'goal-expectations']) {
      const content = readFileSync(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    await until(async () => (await subgraph.execute('select 1 from hub_event_state')).length > 0, {
      ...{ what: 'a first look', every: 40 },
    });
    await startGateway();
    await tell();
    await tell('youth-union');
  }, 240_000);
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.leave();
  });
  afterAll(async () => {
    await stopGateway();
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  describe('as a feed', () => {
    const get = (address: string, headers: Record<string, string> = {}) => fetch(`${url}${address}`, { headers });

    test('is Atom: well formed, the newest first, with ids that stay', async () => {
      const response = await get('/events.atom');
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('public, max-age=10');
      const feed = readFeed(await response.text());
      expect(feed.root).toMatchObject({ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'vi' });
      expect(feed.head).toMatchObject({
        id: `${url}/events.atom`,
        title: 'Tin của Bình dân học vụ số',
        name: 'Ban Chỉ đạo',
      });
      const updated = feed.entries.map((entry) => entry['updated'] ?? '');
      expect(updated).toEqual(updated.toSorted().reverse());
      expect(feed.head['updated']).toBe(updated[0]);
      for (const entry of feed.entries) {
        expect(entry['id']).toMatch(new RegExp(`^${url}/events#\\d+$`));
        expect(entry['href']).toMatch(new RegExp(`^${url}/`));
        expect(entry['title']).not.toBe('');
      }
      await tell();
      let after = feed;
      await until(
        async () => {
          after = readFeed(await (await get('/events.atom')).text());
          return after.entries.length > feed.entries.length;
        },
        { what: 'the new event in the feed' },
      );
      expect(after.entries.slice(-feed.entries.length)).toEqual(feed.entries);
    });

    test('is told once to who has it', async () => {
      const tag = (await get('/events.atom')).headers.get('etag') ?? '';
      const again = await get('/events.atom', { 'if-none-match': tag });
      expect([again.status, await again.text()]).toEqual([304, '']);
      await tell();
      const isOther = async () => (await get('/events.atom', { 'if-none-match': tag })).status === 200;
      await until(isOther, { what: 'another tag' });
    });

    test('is made once for all who ask for it within a second, and for each choice by itself', async () => {
      const asked = await Promise.all(Array.from({ length: 20 }, () => get('/events.atom?goal=PUPILS')));
      expect(new Set(asked.map((response) => response.headers.get('etag'))).size).toBe(1);
      const other = await get('/events.atom?kind=late');
      expect(other.headers.get('etag')).not.toBe(asked[0]?.headers.get('etag'));
    });

    test('answers, as the stream does, what the document of the addresses says', async () => {
      const { paths } = (await (await get('/openapi.json')).json()) as {
        paths: Record<
          string,
          { get: { parameters: { name: string }[]; responses: Record<string, { content?: object }> } }
        >;
      };
      const tag = (await get('/events.atom')).headers.get('etag') ?? '';
      const asked: [string, string, Record<string, string>, number][] = [
        ['/events.atom', '?kind=figures,late&goal=ADULTS_BASIC&organisation=youth-union&lang=en', {}, 200],
        ['/events.atom', '', { 'if-none-match': tag }, 304],
        ['/events.atom', '?colour=red', {}, 400],
        ['/events', '?kind=figures&after=1', {}, 200],
        ['/events', '?after=999999999', {}, 400],
      ];
      for (const [path, given, headers, status] of asked) {
        const described = paths[path]?.get;
        const leave = new AbortController();
        const answer = await fetch(`${url}${path}${given}`, { headers, signal: leave.signal });
        leave.abort();
        const content = Object.keys(described?.responses[String(status)]?.content ?? {});
        const type = answer.headers.get('content-type')?.split(';')[0];
        expect([path, answer.status, type]).toEqual([path, status, content[0]]);
        const known = new Set(described?.parameters.map(({ name }) => name));
        if (status === 200) for (const name of new URLSearchParams(given).keys()) expect(known).toContain(name);
      }
    });

    test('has what is chosen, in a language', async () => {
      const entries = async (given: string) =>
        readFeed(await (await get(`/events.atom?${given}`)).text()).entries.map(({ title = '' }) => title);
      // The organisation and the first month are for callers with contributions:read.
      expect(await entries('kind=figures&organisation=youth-union&lang=en')).toEqual([]);
      const ofAll = await entries('kind=figures&lang=en');
      expect(ofAll.filter((title) => !/^New figures: [^()]+$/.test(title) || /\d{4}-/.test(title))).toEqual([]);
      // What is of no goal alone concerns each.
      const ofPupils = await entries('goal=PUPILS&lang=en');
      expect(new Set(ofPupils)).toEqual(new Set([expect.stringMatching(/^New figures: goals, denominators/)]));
      // An anonymous reader may not see figures of communes: the feed has the events that concern every commune.
      expect(await entries('commune=14845')).toEqual(await entries(''));
      expect(await entries('kind=late,publication')).toEqual([]);
    });

    test.each([
      ['kind=nothing', 400, 'BAD_USER_INPUT'],
      ['kind=a%20b', 400, 'BAD_USER_INPUT'],
      ['colour=red', 400, 'BAD_USER_INPUT'],
      [`goal=${'x'.repeat(50)}`, 400, 'BAD_USER_INPUT'],
    ])('refuses %s', async (given, status, code) => {
      const response = await get(`/events.atom?${given}`);
      expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code })]);
    });
  });

  describe('as a stream', () => {
    test('tells what comes, and nothing of before', async () => {
      const stream = follow();
      const { told } = stream;
      await stream.untilOpen();
      await tell();
      await until(() => told.length > 0, { what: 'an event' });
      expect(told).toEqual([expect.objectContaining({ kind: 'FIGURES', goal: 'ADULTS_BASIC', organisation: null })]);
    });

    test('goes on after a cursor, with what is chosen', async () => {
      const { told } = follow('?after=0&kind=figures&goal=ADULTS_BASIC');
      await until(() => told.length > 0, { what: 'an event' });
      const before = told.length;
      await tell('youth-union');
      await until(() => told.length > before, { what: 'another' });
      expect(told.filter(({ kind, goal }) => kind !== 'FIGURES' || ![null, 'ADULTS_BASIC'].includes(goal))).toEqual([]);
    });

    test('misses and doubles nothing while the gateway is away', async () => {
      const before = await newest();
      const stream = follow();
      const { told } = stream;
      await stream.untilOpen();
      await tell();
      await until(() => told.length === 1, { what: 'the first' });
      await stopGateway();
      await tell();
      await tell('youth-union');
      await startGateway();
      await until(() => told.length === 3, { what: 'what came meanwhile', seen: () => told });
      await tell();
      await until(() => told.length === 4, { what: 'the last', seen: () => told });
      const rows = await subgraph.execute('select number from hub_event where told and number > ? order by 1', [
        before,
      ]);
      expect(told.map(({ cursor }) => Number(cursor))).toEqual(rows.map(({ number }) => number));
    }, 240_000);

    test('says that events are missing which the log holds no more', async () => {
      await subgraph.execute('update hub_event_state set dropped = (select min(number) from hub_event where told)');
      const { told, missed } = follow('?after=0');
      await until(() => told.length > 0, { what: 'what is left' });
      expect(missed).toEqual([expect.objectContaining({ missed: true })]);
      await subgraph.execute('update hub_event_state set dropped = 0');
    });

    test('refuses a cursor that the log never gave', async () => {
      const response = await fetch(`${url}/events?after=999999`);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'UNKNOWN_CURSOR' }),
      ]);
      expect((await fetch(`${url}/events`, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
    });

    test('takes a place of its caller’s while it is open', async () => {
      await stopGateway();
      await startGateway(2);
      const open = await Promise.all(
        [new AbortController(), new AbortController()].map(async (leave) => {
          const { status } = await fetch(`${url}/events`, { signal: leave.signal });
          return { status, leave };
        }),
      );
      expect(open.map(({ status }) => status)).toEqual([200, 200]);
      const refused = await fetch(`${url}/events`);
      expect([refused.status, await refused.json()]).toEqual([
        429,
        expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
      ]);
      open[0]?.leave.abort();
      await until(
        async () => {
          const leave = new AbortController();
          const { status } = await fetch(`${url}/events`, { signal: leave.signal });
          leave.abort();
          return status === 200;
        },
        { what: 'the place to be free again', every: 40 },
      );
      open[1]?.leave.abort();
    });
  });
});

interface Told {
  readonly cursor: string;
  readonly kind: string;
  readonly goal: string | null;
  readonly organisation: string;
}

/** Follows a stream as a browser's EventSource does: broken off, it is asked for again with the last id. */
class Follower {
  readonly told: Told[] = [];
  readonly missed: object[] = [];
  #lastId: string | undefined;
  readonly #leave = new AbortController();

  constructor(address: string) {
    void this.#follow(address);
  }

  /** Waits for the stream's first position. */
  async untilOpen(): Promise<void> {
    await until(() => this.#lastId !== undefined, { what: 'the stream to be open' });
  }

  leave(): void {
    this.#leave.abort();
  }

  async #follow(address: string): Promise<void> {
    const isOver = () => this.#leave.signal.aborted;
    while (!isOver()) {
      await this.#once(address).catch(() => undefined);
      if (!isOver()) await elapse(500, 'a browser waits before it comes back, too');
    }
  }

  async #once(address: string): Promise<void> {
    const headers: Record<string, string> = this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId };
    const response = await fetch(address, { headers, signal: this.#leave.signal });
    if (response.status !== 200) return;
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'missed') this.missed.push(JSON.parse(data) as object);
        else this.told.push(JSON.parse(data) as Told);
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true });
      parser.feed(text);
      // An id counts though no data come with it.
      for (const [, id] of text.matchAll(/^id: (.*)\n/gm)) this.#lastId = id;
    }
  }
}

/** Reads a feed strictly: its root's attributes, what its head says, and each entry's texts. */
function readFeed(text: string) {
  const parser = new SaxesParser();
  const [head, entries]: [Record<string, string>, Record<string, string>[]] = [{}, []];
  let [root, within, name]: [Record<string, string>, Record<string, string>, string] = [{}, head, ''];
  parser.on('opentag', (tag) => {
    ({ name } = tag);
    const attributes = tag.attributes as Record<string, string>;
    if (name === 'feed') root = attributes;
    if (name === 'entry') entries.push((within = {}));
    if (name === 'link') within['href'] = attributes['href'] ?? '';
  });
  parser.on('text', (part) => {
    if (part.trim() !== '') within[name] = (within[name] ?? '') + part;
  });
  parser.on('closetag', (tag) => {
    if (tag.name === 'entry') within = head;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return { root, head, entries };
}
