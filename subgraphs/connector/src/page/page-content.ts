import { listReceipts, newestReleases } from '@hub/kit/service';
import type { HubState, ImportReceipt, LogLine, StoredRelease } from '@hub/kit/service';
import type { SqlEntityManager } from '@hub/kit';
import type { KeyInUse } from '../checks/keys.js';
import type { PartState } from '../state/board.js';
import type { Callers } from '../state/callers.js';
import type { UpstreamState } from '../upstream/upstream-graph.js';
import type { Told } from '../state/told.js';

/** A setting on the page. */
export interface ShownSetting {
  readonly name: Told;
  readonly value: Told;
}

/** The content of the page. */
export interface PageContent {
  readonly organisation: string;
  readonly now: Date;
  readonly settings: readonly ShownSetting[];
  readonly parts: readonly PartState[];
  /** The parts with a list of rejected rows. */
  readonly lists: ReadonlySet<string>;
  readonly receipts: readonly ImportReceipt[];
  readonly releases: readonly StoredRelease[];
  readonly hub: (HubState & { readonly url: string }) | undefined;
  /** The state of the system behind the records; undefined where the connector has the records, or they are off. */
  readonly system: UpstreamState | undefined;
  /** The callers of records; undefined where records are off. */
  readonly callers: Pick<Callers, 'all' | 'others' | 'unsigned'> | undefined;
  /** The start of the counting. */
  readonly since: Date;
  readonly keys: readonly KeyInUse[];
  readonly log: readonly LogLine[];
  readonly canRelease: boolean;
}

/** How many receipts, releases, callers and lines of the log the page shows. */
export const shown = { receipts: 20, releases: 10, callers: 50, lines: 50 } as const;

/** The receipts and releases from the connector's own database; empty while that does not answer. */
export async function history(em: SqlEntityManager): Promise<Pick<PageContent, 'receipts' | 'releases'>> {
  try {
    const receipts = await listReceipts(em.fork(), { first: shown.receipts });
    return { receipts, releases: await newestReleases(em.fork(), shown.releases) };
  } catch {
    return { receipts: [], releases: [] };
  }
}
