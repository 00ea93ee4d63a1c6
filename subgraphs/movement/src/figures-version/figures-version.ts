import { createHash } from 'node:crypto';
import type { SubgraphContext } from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import { combinedVersionFor } from '../agreements/combined-figures.js';
import { registerOf } from '../register/registers.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { estimatesOf } from '../sketches/merged-sketches.js';

type Releases = ReadonlyMap<string, readonly TakenRelease[]>;

/** One version for each reading of the releases. */
const ofReleases = new WeakMap<Releases, string>();

/** A name for the releases that count: each release names the one before it, so the newest stands for all. */
function releasesVersion(releases: Releases): string {
  let version = ofReleases.get(releases);
  if (version === undefined) {
    version = [...releases]
      .map(
        ([organisation, all]) => `${organisation} ${all.at(-1)?.hash ?? ''} ${all.map(({ number }) => number).join()}`,
      )
      .sort()
      .join('\n');
    ofReleases.set(releases, version);
  }
  return version;
}

/** A name for the content of movement's tables. */
async function tablesVersion({ em }: SubgraphContext): Promise<string> {
  const [row] = await em.execute<[{ version: string | null }]>(
    `select string_agg(token::text, ',' order by writer) as version from figures_change`,
  );
  return row.version ?? '';
}

/**
 * The version of all inputs of figures: it changes if any figure may change. It follows from the database, the
 * agreements, the keys and the day, so that all servers on one database give the same version.
 */
export async function figuresVersion(context: SubgraphContext): Promise<string> {
  const [releases, estimates, tables] = await Promise.all([
    registerOf(context).releases(),
    estimatesOf(context)?.versions(),
    tablesVersion(context),
  ]);
  const parts = [
    dayInProvince(context.now()),
    releasesVersion(releases),
    tables,
    combinedVersionFor(context),
    // The estimates that this server has read: another server may have made a round a moment ago.
    String(estimates?.state),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
