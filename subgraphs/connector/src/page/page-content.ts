import { listReceipts, newestReleases } from '@hub/kit/service';
import type { HubState, ImportReceipt, LogLine, StoredRelease } from '@hub/kit/service';
import type { SqlEntityManager } from '@hub/kit';
import type { KeyInUse } from '../checks/keys.js';
import type { PartState } from '../state/board.js';
import type { Callers } from '../state/callers.js';
import type { UpstreamState } from '../upstream/upstream-graph.js';
import type { Told } from '../state/told.js';

/** A setting as the page shows it. */
export interface ShownSetting {
  readonly name: Told;
  readonly value: Told;
}

/** All that the page shows. */
export interface PageContent {
  readonly organisation: string;
  readonly now: Date;
  readonly settings: readonly ShownSetting[];
  readonly parts: readonly PartState[];
  /** The parts of which there is a list of rejected rows. */
  readonly lists: ReadonlySet<string>;
  readonly receipts: readonly ImportReceipt[];
  readonly releases: readonly StoredRelease[];
  readonly hub: (HubState & { readonly url: string }) | undefined;
  /** How the system does that records come from; undefined where they are the connector's own, or off. */
  readonly system: UpstreamState | undefined;
  /** Who asked for records; undefined where records are off. */
  readonly callers: Pick<Callers, 'all' | 'others' | 'unsigned'> | undefined;
  /** Since when they are counted. */
  readonly since: Date;
  readonly keys: readonly KeyInUse[];
  readonly log: readonly LogLine[];
  readonly canRelease: boolean;
}

/** How many receipts, releases and callers are shown, and lines of the log. */
export const shown = { receipts: 20, releases: 10, callers: 50, lines: 50 } as const;

/** What came in and what left, from the connector's own database; nothing while that does not answer. */
export async function history(em: SqlEntityManager): Promise<Pick<PageContent, 'receipts' | 'releases'>> {
  try {
    const receipts = await listReceipts(em.fork(), { first: shown.receipts });
    return { receipts, releases: await newestReleases(em.fork(), shown.releases) };
  } catch {
    return { receipts: [], releases: [] };
  }
}
