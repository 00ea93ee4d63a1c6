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

/** The properties of a release, made or only drafted. */
export interface ReleaseReport {
  readonly number: number;
  readonly kind: ReleaseHeader['kind'];
  /** The day through which it is complete; null without evidence. */
  readonly through: string | null;
  /** The former release's day; undefined for the first. */
  readonly formerThrough: string | null | undefined;
  /**
   * The kinds of files that feed goals, and the day through which each is proven to be complete; empty for an
   * organisation with counts only.
   */
  readonly evidence: Evidence['kinds'];
  /** How many cells it has in all. */
  readonly cells: number;
  /** How many of them differ from the former release. */
  readonly changed: number;
  /** The first of these changes. */
  readonly firstChanges: readonly CellChange[];
  /** Its digest; undefined for a draft. */
  readonly hash: string | undefined;
}

/** How many changed cells a report shows. */
const shownChanges = 20;

/**
 * Makes a release of the present ledger, and publishes the counts of all tables, in one transaction: it reads one state
 * of all tables, and blocks no reader or writer of the ledger.
 * @returns undefined where it would equal the former release.
 * @throws ReleaseError where the requested release cannot be made.
 */
export function makeRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wish: ReleaseWish,
): Promise<ReleaseReport | undefined> {
  return makeReleases(em, maker, (make) => make(wish));
}

/** Makes one of several releases. @returns undefined where it would equal the former release. */
export type MakeOne = (wish: ReleaseWish, now?: Clock) => Promise<ReleaseReport | undefined>;

/**
 * Makes releases of one state of the ledger, one after another, in one transaction; see `makeRelease`. All of them have
 * the same published counts, which are decided and published once.
 * @throws ReleaseError where one of them cannot be made; then none is.
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
      // Published values change only together with a release.
      if (!isPublished) await refreshCounts(one, counts);
      isPublished = true;
      return report;
    }, one);
  });
}

/** The decided counts of the tables, and whether they differ from the published ones. */
type DecidedCounts = Decided & CountsBeside;

async function decided(em: SqlEntityManager, { tables, rootPlace, now }: ReleaseMaker): Promise<DecidedCounts> {
  const counts = await decideCounts(em, tables, rootPlace, dayInProvince(now()));
  return { ...counts, areNew: await differFromPublished(em, counts) };
}

/**
 * Drafts a release without making it.
 * @returns undefined where it would equal the former release.
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

/** Works on one state of the tables, and rolls back. */
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
 * Withdraws a release: makes another that states the withdrawal, with the cells of the newest valid release.
 * @throws ReleaseError where that is not possible.
 */
export function withdrawRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  withdrawal: Withdrawal,
): Promise<ReleaseReport> {
  return alone(em, (one) => withdrawOne(one, maker, withdrawal));
}

/** Withdraws a release within a transaction of `alone`; see `makeReleases`. */
export async function withdrawOne(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  withdrawal: Withdrawal,
): Promise<ReleaseReport> {
  return keep(em, maker, await draftWithdrawal(em, maker, withdrawal));
}

/** Works on one state of the tables while no other transaction makes a release. */
export function alone<T>(em: SqlEntityManager, work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return em.transactional(
    async (one) => {
      // The lock comes before the first read, so that the transaction reads every commit before it.
      await one.execute(`lock table release_cell in share row exclusive mode`);
      // A release takes longer for a larger organisation: none of its statements fails for that.
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
    // Changed numbers come first, then cells whose upper value alone changed.
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
