import type { ServedParts, SubgraphDefinition } from '@hub/kit';
import { StartFailure } from '@hub/runtime';
import { keysIn } from './checks/keys.js';
import { exchangeNow, lookAtHub, selfTest, type Tested } from './checks/self-test.js';
import { addressOf } from './database/open-database.js';
import { history, type PageContent, shown } from './page/page-content.js';
import { pageServer } from './page/page-server.js';
import { shownSettings } from './page/shown-settings.js';
import { apiHeadersOf } from './records-elsewhere.js';
import { secretText } from './settings/environment-of.js';
import type { Connector } from './settings/read-connector.js';
import { DatabaseSource } from './sources/database-source.js';
import { FolderSource } from './sources/folder-source.js';
import { PostSource, postEndpoints } from './sources/post-source.js';
import { RejectedLists } from './sources/rejected-lists.js';
import { Schedule } from './sources/schedule.js';
import { Board } from './state/board.js';
import type { Upstream } from './upstream/upstream-graph.js';
import { Callers } from './state/callers.js';
import { countCallers } from './state/count-callers.js';

/** The pause between two tests of the connections: with a test of ten seconds, a shown state is thirty seconds old. */
const testedEveryMs = 20_000;

/** How often waiting data is sent to the hub in addition to the schedule of the link, in milliseconds. */
const exchangedEveryMs = 10 * 60_000;

/** How often the state of the link to the hub is checked, in milliseconds. */
const watchedEveryMs = 10_000;

type ReadSource = DatabaseSource | FolderSource;

/**
 * Runs a connector's work around the server: it reads its sources on their schedules, tests its connections, and shows
 * the results on its page. It begins when the server listens, and ends with it.
 * @throws StartFailure where a secret that it needs cannot be read.
 */
export function runConnector(
  connector: Connector,
  { organisation }: SubgraphDefinition,
  parts: ServedParts,
  system?: Pick<Upstream, 'state'>,
): void {
  const { folder, settings } = connector;
  const { server, em, desk, releaser, link, tail, probe, now } = parts;
  const { log } = server;
  const board = new Board(log, now);
  const lists = new RejectedLists();
  const sourceParts = { desk, board, rejected: lists };
  const reading: { readonly source: ReadSource; readonly schedule: Schedule }[] = [];
  const posted: PostSource[] = [];
  for (const [place, one] of (settings.figures?.sources ?? []).entries()) {
    if (one.from === 'post') {
      const token = secretText(connector, ['figures', 'sources', place, 'tokenFile'], one.tokenFile);
      posted.push(new PostSource(one, token, sourceParts));
      continue;
    }
    const source =
      one.from === 'database'
        ? new DatabaseSource(one, addressOf(connector, place, one), sourceParts)
        : new FolderSource(one, folder, sourceParts);
    const names = source.partNames;
    for (const name of names) board.part(name);
    const onNext = (at: Date) => {
      for (const name of names) board.part(name).nextAt = at;
    };
    reading.push({ source, schedule: new Schedule(one.every, () => source.read(), onNext) });
  }

  const { upstream, jsonApi } = settings.records ?? {};
  const callers = settings.records && new Callers(now);
  if (callers) countCallers(server, callers);
  const since = now();
  const tested: Tested = {
    ...{ board, probe, link, hub: settings.hub, upstream: upstream?.url },
    api: jsonApi && { url: jsonApi.url, headers: apiHeadersOf(connector) },
    sources: reading.map(({ source }) => source),
  };
  const testing = new Schedule(testedEveryMs, () => selfTest(tested));
  const exchanging = new Schedule(exchangedEveryMs, () => exchangeNow(tested));
  const watching = new Schedule(watchedEveryMs, () => {
    if (settings.hub !== undefined) lookAtHub(board, link);
    return Promise.resolve();
  });
  const content = async (): Promise<PageContent> => ({
    ...{ organisation, now: now(), parts: board.parts, lists: lists.names, settings: shownSettings(connector) },
    ...(await history(em)),
    hub: settings.hub !== undefined && link ? { ...link.state, url: settings.hub } : undefined,
    ...{ callers, since, system: system?.state },
    keys: keysIn(process.env, now(), link?.state.keyUntil),
    log: tail.lines.slice(0, shown.lines),
    canRelease: releaser !== undefined,
  });
  const { port, host, passwordFile } = settings.page;
  const password =
    passwordFile === undefined ? undefined : secretText(connector, ['page', 'passwordFile'], passwordFile);
  const page = pageServer(
    { password },
    {
      content,
      read: (name) => {
        const found = reading.find(({ source }) => source.name === name);
        void found?.schedule.now();
        return found !== undefined;
      },
      test: async () => {
        await Promise.all([testing.now(), exchanging.now()]);
      },
      release: async () => {
        await releaser?.make({});
      },
      rejected: (name) => lists.csv(name),
    },
    log,
  );
  postEndpoints(page, posted);

  server.addHook('onReady', async () => {
    try {
      await page.listen({ host, port });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? `a free port, but something listens at ${port} already` : message;
      throw new StartFailure(`${connector.at(['page', 'port'])}: page.port: expected ${why}`, 2);
    }
  });
  server.addHook('onListen', (done) => {
    for (const { schedule } of reading) void schedule.now();
    void testing.now();
    void exchanging.now();
    void watching.now();
    done();
  });
  server.addHook('preClose', async () => {
    await Promise.all([
      page.close(),
      testing.stop(),
      exchanging.stop(),
      watching.stop(),
      ...reading.map(({ schedule }) => schedule.stop()),
    ]);
  });
}
