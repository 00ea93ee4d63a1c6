import type { ServedParts } from '@hub/kit';
import type { DatabaseSource } from '../sources/database-source.js';
import type { FolderSource } from '../sources/folder-source.js';
import type { Board } from '../state/board.js';
import { ConnectorFault } from '../state/told.js';
import { compareClocks, hubUnreachable } from './clock.js';
import { askApi, askUpstream } from './upstream.js';

/** How long the connector's own database may take to answer, in milliseconds. */
const answerMs = 5000;

/** The tested connections. */
export interface Tested {
  readonly board: Board;
  readonly probe: ServedParts['probe'];
  readonly sources: readonly (DatabaseSource | FolderSource)[];
  readonly hub: string | undefined;
  readonly link: ServedParts['link'];
  readonly upstream: string | undefined;
  /** The JSON API of the records, and the headers of each request to it. */
  readonly api: { readonly url: string; readonly headers: Readonly<Record<string, string>> } | undefined;
}

/** Tests each connection of the connector: its database, its sources, the system behind it and the clock. */
export async function selfTest({ board, probe, sources, hub, upstream, api }: Tested): Promise<void> {
  const test = (name: string, work: () => Promise<unknown>) =>
    board.during(
      name,
      async () => {
        await work();
      },
      'connection',
    );
  await Promise.all([
    test('database', () => ownDatabase(probe)),
    ...sources.map((source) => test(`test of ${source.name}`, () => source.test())),
    ...(upstream === undefined ? [] : [test('upstream', () => askUpstream(upstream))]),
    ...(api ? [test('API', () => askApi(api.url, api.headers))] : []),
    ...(hub === undefined
      ? []
      : [
          test('clock', async () => {
            const seconds = await compareClocks(hub, board.now);
            board.part('clock').note = { vi: `lệch ${seconds} s`, en: `off by ${seconds} s` };
          }),
        ]),
  ]);
}

async function ownDatabase(probe: ServedParts['probe']): Promise<void> {
  try {
    await probe.ask('select 1', answerMs);
  } catch (error) {
    throw new ConnectorFault(
      'DATABASE_UNREACHABLE',
      {
        vi: 'Cần cơ sở dữ liệu riêng của bộ kết nối trả lời, nhưng nó không trả lời.',
        en: "Expected the connector's own database to answer; it does not.",
      },
      { cause: error },
    );
  }
}

/** Exchanges with the hub now, if there is one: sends all waiting data. */
export async function exchangeNow({ board, hub, link }: Pick<Tested, 'board' | 'hub' | 'link'>): Promise<void> {
  if (hub === undefined) return;
  board.part(hubPart, 'connection').isBusy = true;
  try {
    await link?.run();
    lookAtHub(board, link);
  } catch (error) {
    board.fails(hubPart, hubUnreachable(hub, error), true);
  }
  const part = board.part(hubPart);
  part.isBusy = false;
  part.lastAt = board.now();
}

/** The name of the link to the hub on the page. */
const hubPart = 'hub';

/** Updates the state of the link to the hub on the page; the link itself has logged it. */
export function lookAtHub(board: Board, link: ServedParts['link']): void {
  const { away, refusal } = link?.state ?? {};
  board.part(hubPart, 'connection');
  if (away) {
    const since = away.since.toISOString();
    board.fails(
      hubPart,
      new ConnectorFault('HUB_UNREACHABLE', {
        vi: `Không kết nối được với hub từ ${since} (${away.reason}). Số liệu được giữ lại và gửi theo thứ tự khi hub trở lại.`,
        en: `The hub is not reached since ${since} (${away.reason}). Figures are kept, and handed over in order when it is back.`,
      }),
      true,
    );
  } else if (refusal) {
    const isKey = refusal.code === 'KEY_NOT_VALID' || / until \d{4}-/.test(refusal.message);
    const code = isKey ? 'KEY_ENDED' : refusal.code === 'WRONG_CLOCK' ? 'WRONG_CLOCK' : 'HUB_REFUSES';
    const told = {
      vi: `Hub không nhận (${refusal.code}): ${refusal.message}`,
      en: `The hub does not take it (${refusal.code}): ${refusal.message}`,
    };
    board.fails(hubPart, new ConnectorFault(code, told), true);
  } else board.works(hubPart, true);
}
