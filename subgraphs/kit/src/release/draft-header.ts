import type { SqlEntityManager } from '@mikro-orm/sql';
import { formatOf, keyIdOf, readHeader, releaseFormat, type ReleaseHeader, roundDown } from '@hub/protocol';
import type { ReleaseMaker, ReleaseWish, Withdrawal } from './draft-release.js';
import { ReleaseError } from './release-error.js';
import type { StoredRelease } from './release-store.js';
import type { ReleaseDays } from './through.js';
import { versionsOf } from './versions.js';

/** A header before its pages are known. */
export type DraftHeader = Omit<ReleaseHeader, 'pages'>;

/** The interval of full releases, so that chains of releases stay short. */
const fullEvery = 30;

/**
 * Makes the header of a release, without its pages.
 * @throws ReleaseError `WRONG_CLOCK`
 */
export async function headerOf(
  em: SqlEntityManager,
  { organisation, key }: ReleaseMaker,
  given: {
    readonly former: StoredRelease | undefined;
    readonly now: Date;
    readonly days: ReleaseDays;
    readonly wish: ReleaseWish;
    readonly withdraws: readonly Withdrawal[];
    /** Whether it must be full. */
    readonly isFull: boolean;
  },
): Promise<DraftHeader> {
  const { former, now, days, wish, withdraws } = given;
  const { through, until } = days;
  if (former && now < former.madeAt) {
    throw new ReleaseError(
      'WRONG_CLOCK',
      `Expected the clock to be past ${former.madeAt.toISOString()}, when the former release was made, but it says ${now.toISOString()}.`,
    );
  }
  const number = (former?.number ?? 0) + 1;
  const isFull =
    given.isFull ||
    !former ||
    number % fullEvery === 0 ||
    formatOf(former.header) !== releaseFormat ||
    // A full release stays valid by itself if the former key is revoked.
    keyIdOf(former.signature) !== key()?.id;
  return {
    format: releaseFormat,
    organisation,
    number,
    previous: former?.hash ?? null,
    kind: isFull ? 'FULL' : 'CHANGES',
    ...(await versionsOf(em)),
    through,
    ...(until !== through && { until }),
    madeAt: now.toISOString(),
    madeBy: wish.madeBy,
    note: wish.note ?? null,
    ...(await factsOfImports(em)),
    withdraws: [...withdraws],
  };
}

/** Whether a header differs from the former one, except in its number and its time. */
export function differs(header: DraftHeader, former: StoredRelease | undefined): boolean {
  if (!former || formatOf(former.header) !== releaseFormat) return true;
  const before = readHeader(former.header);
  const names = ['places', 'goals', 'through', 'demonstration', 'withoutNumber'] as const;
  return names.some((name) => header[name] !== before[name]);
}

/**
 * The facts from imports: whether any was made up, and how many records of the files' newest imports had no valid
 * number.
 */
async function factsOfImports(em: SqlEntityManager): Promise<Pick<ReleaseHeader, 'demonstration' | 'withoutNumber'>> {
  const [facts] = await em.execute<[{ demonstration: boolean; withoutNumber: number }]>(
    `select exists (select from import_in_force where demonstration) as demonstration,
       (select coalesce(sum(without_number), 0)::int from (
         select distinct on (kind, file) without_number from import_in_force order by kind, file, id desc) newest
       ) as "withoutNumber"`,
  );
  return { ...facts, withoutNumber: roundDown(facts.withoutNumber) };
}
