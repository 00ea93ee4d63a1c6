import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dayInProvince, momentInProvince } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ReleaseMaker } from './draft-release.js';
import { makeReleases, type ReleaseReport, withdrawOne } from './make-release.js';
import { newestRelease } from './release-store.js';

/** A release of the demonstration, in an organisation's file `demo/releases.csv`. */
export type DemonstrationRelease =
  | {
      /** The last day for which it is complete. */
      readonly through: string;
      /** The day on which it claims to be made. */
      readonly madeOn: string;
      readonly note?: string | undefined;
    }
  | {
      /** The number of the release that it withdraws, and the reason. */
      readonly withdraws: number;
      readonly reason: string;
      readonly madeOn: string;
    };

/** The reason why a release of the demonstration was not made. */
export type NotMade = 'IS_THERE' | 'NOT_YET' | 'NOT_DEMONSTRATION' | 'NOTHING_NEW';

/** The time of day of a demonstration's releases: in office hours. */
const timeOfDay = '09:00';

/**
 * Makes releases of the present data that claim to be made on days of the past. All data must be made up, so that no
 * organisation can backdate a real release; each follows the former one, as any release.
 * @param shippedData the folder of the published files that the organisation ships with: only these may be real.
 * @returns for each the release, or the reason why none was made.
 * @throws ReleaseError as `makeReleases`.
 */
export function makeDemonstrationReleases(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wishes: readonly DemonstrationRelease[],
  shippedData: URL,
): Promise<(ReleaseReport | NotMade)[]> {
  return makeReleases(em, maker, async (make, one) => {
    const outcomes: (ReleaseReport | NotMade)[] = [];
    for (const wish of wishes) {
      const { madeOn } = wish;
      const moment = momentInProvince(madeOn, timeOfDay);
      const now = () => moment;
      const release = () =>
        'withdraws' in wish
          ? withdrawOne(one, { ...maker, now }, { number: wish.withdraws, reason: wish.reason })
          : make({ madeBy: 'HAND', through: wish.through, note: wish.note }, now);
      const why = await whyNot(one, maker, { madeOn, moment }, shippedData);
      outcomes.push(why ?? (await release()) ?? 'NOTHING_NEW');
    }
    return outcomes;
  });
}

/** The reason against making a release of the demonstration; undefined where there is none. */
async function whyNot(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  { madeOn, moment }: { readonly madeOn: string; readonly moment: Date },
  shippedData: URL,
): Promise<NotMade | undefined> {
  if (madeOn >= dayInProvince(maker.now())) return 'NOT_YET';
  const former = await newestRelease(em);
  if (former && former.madeAt >= moment) return 'IS_THERE';
  return (await isMadeUp(em, shippedData)) ? undefined : 'NOT_DEMONSTRATION';
}

/**
 * Whether made-up files were imported, and all other files are shipped with the hub, or contain only places and goals.
 */
async function isMadeUp(em: SqlEntityManager, shippedData: URL): Promise<boolean> {
  const runs = await em.execute<{ demonstration: boolean; sha256: string }[]>(
    `select demonstration, sha256 from import_in_force where demonstration or kind not in ('places', 'audiences', 'goals')`,
  );
  const shipped = await digestsIn(shippedData);
  return (
    runs.some(({ demonstration }) => demonstration) &&
    runs.every(({ demonstration, sha256 }) => demonstration || shipped.has(sha256))
  );
}

/** The digests of a folder's files; empty where there is no such folder. */
async function digestsIn(folder: URL): Promise<ReadonlySet<string>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const digests = names.map(async (name) =>
    createHash('sha256')
      .update(await readFile(new URL(name, folder)))
      .digest('hex'),
  );
  return new Set(await Promise.all(digests));
}
