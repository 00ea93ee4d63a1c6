import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dayInProvince, momentInProvince } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ReleaseMaker } from './draft-release.js';
import { makeReleases, type ReleaseReport, withdrawOne } from './make-release.js';
import { newestRelease } from './release-store.js';

/** A release of the demonstration, as the file `demo/releases.csv` of an organisation has it. */
export type DemonstrationRelease =
  | {
      /** The last day of which it is complete. */
      readonly through: string;
      /** The day on which it says that it was made. */
      readonly madeOn: string;
      readonly note?: string | undefined;
    }
  | {
      /** The number of the release that it withdraws, and why. */
      readonly withdraws: number;
      readonly reason: string;
      readonly madeOn: string;
    };

/** Why a release of the demonstration was not made. */
export type NotMade = 'IS_THERE' | 'NOT_YET' | 'NOT_DEMONSTRATION' | 'NOTHING_NEW';

/** When on its day a release of the demonstration was made: in office hours. */
const timeOfDay = '09:00';

/**
 * Makes releases that say that they were made on days of the past, of the data as it is now. Only of data that are made up,
 * so that no organisation can date back a release of its own; and each after the former one, as any other release.
 * @param shippedData the folder of the published files that the organisation ships with: they alone may be beside.
 * @returns for each the release, or why none was made.
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

/** Why a release of the demonstration is not to be made; undefined where it is. */
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

/** Whether files came in that are made up, and no others but those that the hub ships; places and goals are everyone's. */
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

/** The digests of a folder's files; none where there is no such folder. */
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
