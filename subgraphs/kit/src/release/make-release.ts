import { IsolationLevel } from '@mikro-orm/core';
import {
  canonicalText,
  type CellChange,
  type Clock,
  dayInProvince,
  digestOf,
  layingOut,
  type ReleaseHeader,
  signHeader,
} from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  type CountsBeside,
  type Draft,
  draftRelease,
  draftWithdrawal,
  type ReleaseMaker,
  type ReleaseWish,
  type Withdrawal,
} from './draft-release.js';
import { inTurns } from '../database/in-turns.js';
import { withOwnLimits, workOnSets } from '../database/own-connection.js';
import { type Decided, decideCounts } from '../disclosure/decided-counts.js';
import { differFromPublished, refreshCounts } from '../disclosure/refresh-counts.js';
import { ReleaseError } from './release-error.js';
import { keepMonths } from './released-months.js';
import { keepRelease, noteReleasedImports } from './release-store.js';
import { keepSketches } from '../sketches/sketch-store.js';
import type { Evidence } from './through.js';

/** What a release is, or would be. */
export interface ReleaseReport {
  readonly number: number;
  readonly kind: ReleaseHeader['kind'];
  /** The day through which it is complete; null where nothing proves any. */
  readonly through: string | null;
  /** The former release's; undefined for the first. */
  readonly formerThrough: string | null | undefined;
  /** The kinds of files that feed goals, and through which day each is proven to be complete; none of counts alone. */
  readonly evidence: Evidence['kinds'];
  /** How many cells it has in all. */
  readonly cells: number;
  /** How many of them differ from the former release. */
  readonly changed: number;
  /** The first of these. */
  readonly firstChanges: readonly CellChange[];
  /** Its digest; undefined of one that was not made. */
  readonly hash: string | undefined;
}

/** How many changed cells a report shows. */
const shownChanges = 20;

/**
 * Makes a release of the ledger as it is, and publishes the counts of all tables anew, in one transaction: it reads one
 * state of all tables, and nobody who reads or writes the ledger waits for it.
 * @returns undefined where nothing changed since the former release.
 * @throws ReleaseError where it cannot be made as it is wanted.
 */
export function makeRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wish: ReleaseWish,
): Promise<ReleaseReport | undefined> {
  return makeReleases(em, maker, (make) => make(wish));
}

/** Makes one of several releases. @returns undefined where nothing changed since the former release. */
export type MakeOne = (wish: ReleaseWish, now?: Clock) => Promise<ReleaseReport | undefined>;

/**
 * Makes releases of one state of the ledger, one after another, in one transaction; see `makeRelease`. What is published of
 * the tables' counts is the same for all of them: it is decided and published once.
 * @throws ReleaseError where one of them cannot be made as it is wanted; then none is.
 */
export function makeReleases<Made>(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  work: (make: MakeOne, em: SqlEntityManager) => Promise<Made>,
): Promise<Made> {
  return alone(em, async (one) => {
    let counts: DecidedCounts | undefined;
    let isPublished = false;
    return work(async (wish, now = maker.now) => {
      counts ??= await decided(one, maker);
      const dated = { ...maker, now };
      const draft = await draftRelease(one, dated, wish, { areNew: counts.areNew && !isPublished });
      if (!draft.isNew) return undefined;
      const report = await keep(one, dated, draft);
      await noteReleasedImports(one, report.number);
      // What moves, moves with a release.
      if (!isPublished) await refreshCounts(one, counts);
      isPublished = true;
      return report;
    }, one);
  });
}

/** What was decided of the tables' counts, and whether that says anything that was not published before. */
type DecidedCounts = Decided & CountsBeside;

async function decided(em: SqlEntityManager, { tables, rootPlace, now }: ReleaseMaker): Promise<DecidedCounts> {
  const counts = await decideCounts(em, tables, rootPlace, dayInProvince(now()));
  return { ...counts, areNew: await differFromPublished(em, counts) };
}

/**
 * Says what a release would be, and makes none.
 * @returns undefined where nothing changed since the former release.
 * @throws ReleaseError as `makeRelease`.
 */
export function previewRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wish: ReleaseWish,
): Promise<ReleaseReport | undefined> {
  return undone(em, async (one) => {
    const { sketchKeys: _, ...withoutSketches } = maker;
    const draft = await draftRelease(one, withoutSketches, wish, await decided(one, maker));
    return draft.isNew ? reportOf(draft, undefined) : undefined;
  });
}

/** Works on one state of the tables, and takes back whatever it wrote. */
async function undone<Done>(em: SqlEntityManager, work: (em: SqlEntityManager) => Promise<Done>): Promise<Done> {
  const one = em.fork();
  await one.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ });
  try {
    await withOwnLimits(one);
    await workOnSets(one);
    return await work(one);
  } finally {
    await one.rollback();
  }
}

/**
 * Withdraws a release: makes another that says so, with the cells of the newest that is not withdrawn.
 * @throws ReleaseError where that cannot be.
 */
export function withdrawRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  withdrawal: Withdrawal,
): Promise<ReleaseReport> {
  return alone(em, (one) => withdrawOne(one, maker, withdrawal));
}

/** The same, of one who works alone already; see `makeReleases`. */
export async function withdrawOne(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  withdrawal: Withdrawal,
): Promise<ReleaseReport> {
  return keep(em, maker, await draftWithdrawal(em, maker, withdrawal));
}

/** Works on one state of the tables, with no other who makes a release beside. */
export function alone<T>(em: SqlEntityManager, work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return em.transactional(
    async (one) => {
      // Before anything is read, so that what is read has all that others have committed until now.
      await one.execute(`lock table release_cell in share row exclusive mode`);
      // A release takes as long as an organisation is large: no statement of it fails for that.
      await withOwnLimits(one);
      await workOnSets(one);
      return work(one);
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ },
  );
}

async function keep(em: SqlEntityManager, { key, organisation }: ReleaseMaker, draft: Draft): Promise<ReleaseReport> {
  const signingKey = key();
  if (!signingKey) {
    throw new ReleaseError(
      'NO_SIGNING_KEY',
      `Expected SIGNING_KEY_FILE to name the key of ${organisation}, for releases are signed, but there is none.`,
    );
  }
  const { kind } = draft.header;
  const pages = await inTurns(layingOut(kind === 'FULL' ? draft.cells : draft.changes.map(({ to }) => to)));
  const header: ReleaseHeader = { ...draft.header, pages: pages.map(({ entry }) => entry) };
  const text = canonicalText(header);
  const hash = digestOf(text);
  const signature = await signHeader(text, signingKey);
  await keepRelease(em, { header, text, signature, hash, pages, changes: draft.changes });
  await keepMonths(em, draft.months);
  const changed = draft.changes.map(({ to }) => to);
  await keepSketches(em, { number: header.number, isFull: kind === 'FULL' }, draft.sketches ?? [], changed);
  return reportOf(draft, hash);
}

function reportOf({ header, cells, changes, formerThrough, evidence }: Draft, hash: string | undefined): ReleaseReport {
  const { number, kind, through } = header;
  return {
    ...{ number, kind, through, formerThrough, hash },
    evidence: evidence?.kinds ?? [],
    cells: cells.length,
    changed: changes.length,
    // Where a number moved, before what only may be more than it was.
    firstChanges: [...changes.filter(hasMoved), ...changes.filter((change) => !hasMoved(change))].slice(
      0,
      shownChanges,
    ),
  };
}

function hasMoved({
  from: [, , , , before, , occurrencesBefore],
  to: [, , , , now, , occurrencesNow],
}: CellChange): boolean {
  return before !== now || occurrencesBefore !== occurrencesNow;
}
