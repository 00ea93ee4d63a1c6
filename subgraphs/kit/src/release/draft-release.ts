import { type Cell, type CellChange, type Clock, comparing, type MadeBy, type NamedKey, ordering } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inTurns } from '../database/in-turns.js';
import { hasCountsOnly } from '../ledger/ledger.js';
import { goalsInLedger, ledgerCells } from '../ledger/ledger-cells.js';
import { makeSketches, type SketchKeys } from '../sketches/make-sketches.js';
import { keptSketches, type MadeSketches } from '../sketches/sketch-store.js';
import { coversOfCells } from '../disclosure/covers-of-cells.js';
import { knownOfCells } from '../disclosure/known-of-cells.js';
import type { PeopleTable } from '../disclosure/people-table.js';
import type { PlaceOfCells } from '../disclosure/published-cells.js';
import type { CountTable } from '../ledger/counted-goals.js';
import { differs, type DraftHeader, headerOf } from './draft-header.js';
import { ReleaseError } from './release-error.js';
import {
  cellsOf,
  goalsInReleases,
  newestRelease,
  newestValidRelease,
  releaseOf,
  type StoredRelease,
} from './release-store.js';
import { publishGoal, type ReleasedMonth, releasedMonths } from './released-months.js';
import { chooseDays, type Evidence, evidenceOf } from './through.js';

/** The organisation that makes releases. */
export interface ReleaseMaker {
  readonly organisation: string;
  /** The code of the hub's root place. */
  readonly rootPlace: string;
  readonly now: Clock;
  /** The kinds of files with claims about goals; see `kindsThatFeed`. */
  readonly feeding: readonly string[];
  /** The largest share of rejected rows with which a file still proves its last complete day. */
  readonly mostRejected?: number | undefined;
  /** The table of counts, where the organisation has no records. */
  readonly counts?: CountTable | undefined;
  /** The tables of people and households that each release publishes. */
  readonly tables: readonly PeopleTable[];
  /** Gives the keys for making and sealing sketches of people; undefined where none are made. */
  readonly sketchKeys?: () => SketchKeys | undefined;
  /** Gives the organisation's signing key; undefined without one. */
  readonly key: () => NamedKey | undefined;
}

/** The requested properties of a release. */
export interface ReleaseWish {
  readonly madeBy: MadeBy;
  /** The last day for which the data are complete; see `chooseDays`. */
  readonly through?: string | undefined;
  readonly note?: string | undefined;
}

/** The release to withdraw, and the reason. */
export interface Withdrawal {
  readonly number: number;
  readonly reason: string;
}

/** A release before it is signed. */
export interface Draft {
  readonly header: DraftHeader;
  /** Its sketches; undefined where the organisation makes none. */
  readonly sketches: readonly MadeSketches[] | undefined;
  /** All cells, in the order of pages. */
  readonly cells: readonly Cell[];
  /** The differences from the former release, in the same order. */
  readonly changes: readonly CellChange[];
  /** The months that were decided for it. */
  readonly months: readonly ReleasedMonth[];
  /** The day through which the former one is complete; null where that is unknown, undefined for the first. */
  readonly formerThrough: string | null | undefined;
  /**
   * The evidence of the day through which it is complete; undefined for a withdrawal, which repeats an earlier release.
   */
  readonly evidence: Evidence | undefined;
  /** Whether it differs from the former release. */
  readonly isNew: boolean;
}

/** The published counts of an organisation's tables outside a release; see `decideCounts`. */
export interface CountsBeside {
  /** Whether they differ from the published ones. */
  readonly areNew: boolean;
}

/**
 * Drafts the next release from the ledger.
 * @throws ReleaseError where the requested day is not possible.
 */
export async function draftRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wish: ReleaseWish,
  beside: CountsBeside,
): Promise<Draft> {
  const former = await newestRelease(em);
  const now = maker.now();
  const ofCounts = hasCountsOnly(maker.organisation);
  const evidence = await evidenceOf(em, { ofCounts, feeding: maker.feeding, mostRejected: maker.mostRejected });
  const days = chooseDays({ asked: wish.through, proven: evidence.day, former, now });
  const { until } = days;
  const known = {
    ...(await knownOfCells(em, maker, until)),
    ...(await coversOfCells(em, maker, until)),
  };
  const ledger = await goalsInLedger(em);
  const hasLostKey = await hasSketchesWithoutKey(em, maker);
  const header = await headerOf(em, maker, { former, now, days, wish, withdraws: [], isFull: hasLostKey });
  const months: ReleasedMonth[] = [];
  const next = async (goal: string, formerCells: readonly Cell[]) => {
    // A full release depends on no former one: every month is decided again.
    const ofGoal = header.kind === 'FULL' ? new Map<string, ReleasedMonth>() : await releasedMonths(em, goal);
    const facts = await ledgerCells(em, goal, until, ofCounts);
    const { cells, decided } = await publishGoal(facts, known, { months: ofGoal, cells: formerCells });
    months.push(...decided);
    return cells;
  };
  const cells = await compare(em, former, [...new Set([...ledger, ...(await goalsInReleases(em))])], next);
  // A release that no operator requested must not claim that an organisation without data reached no one.
  const saysNothing = former === undefined && ledger.length === 0 && wish.madeBy !== 'HAND';
  const sketches = await sketchesOf(em, maker, { header, until, root: known.root, ...cells });
  // A change by an erasure alone waits for the next release, so that no release reveals the erasure.
  const hasNewKey = sketches?.some(({ isNewKey }) => isNewKey) ?? false;
  const hasOtherKeys = hasNewKey || hasLostKey;
  const isNew = !saysNothing && (cells.changes.length > 0 || differs(header, former) || hasOtherKeys || beside.areNew);
  return {
    header: { ...header, ...(sketches && { sketches: sketches.map(({ entry }) => entry) }) },
    ...{ sketches, ...cells, months, formerThrough: former?.through, evidence, isNew },
  };
}

/**
 * Drafts a release that withdraws an earlier one, with the cells of the newest valid release.
 * @throws ReleaseError where there is no such release, it was withdrawn before, or no other is left.
 */
export async function draftWithdrawal(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  { number, reason }: Withdrawal,
): Promise<Draft> {
  const former = await newestRelease(em);
  const withdrawn = await releaseOf(em, number);
  if (!former || !withdrawn) {
    const last = former ? `1 to ${former.number}` : 'none is there';
    throw new ReleaseError('UNKNOWN_RELEASE', `Expected the number of a release (${last}), but got ${number}.`);
  }
  if (withdrawn.withdrawn !== null) {
    throw new ReleaseError('ALREADY_WITHDRAWN', `Release ${number} was withdrawn before: ${withdrawn.withdrawn}`);
  }
  const valid = await newestValidRelease(em, number);
  if (!valid) {
    throw new ReleaseError(
      'NOTHING_LEFT',
      `Expected another release that is not withdrawn, to go back to, but ${number} is the only one. Correct the data, make a release, and then withdraw ${number}.`,
    );
  }
  const cells = await compare(em, former, await goalsInReleases(em), (goal) => cellsOf(em, valid.number, goal));
  const header = await headerOf(em, maker, {
    former,
    now: maker.now(),
    days: valid,
    wish: { madeBy: 'HAND' },
    withdraws: [{ number, reason }],
    isFull: true,
  });
  // The sketches of the release that it returns to were replaced and deleted.
  const sketches = maker.sketchKeys?.() ? [] : undefined;
  return {
    header: { ...header, ...(sketches && { sketches }) },
    ...{ sketches, ...cells, months: [], formerThrough: former.through, evidence: undefined, isNew: true },
  };
}

/** Whether there are sketches of a month whose key has left the file: they must be deleted. */
async function hasSketchesWithoutKey(em: SqlEntityManager, { sketchKeys }: ReleaseMaker): Promise<boolean> {
  const keys = sketchKeys?.();
  if (!keys) return false;
  return [...(await keptSketches(em)).values()].some(({ month }) => !keys.periods.has(month));
}

/** Makes the sketches of a release; undefined where the organisation makes none. */
async function sketchesOf(
  em: SqlEntityManager,
  { organisation, sketchKeys }: ReleaseMaker,
  {
    header,
    until,
    root,
    cells,
    changes,
  }: Pick<Draft, 'cells' | 'changes'> & {
    readonly header: Draft['header'];
    readonly until: string;
    readonly root: PlaceOfCells;
  },
): Promise<MadeSketches[] | undefined> {
  const keys = sketchKeys?.();
  if (!keys) return undefined;
  const changed = changes.map(({ to }) => to);
  return makeSketches(em, keys, {
    ...{ organisation, through: until, root, cells, changed },
    all: header.kind === 'FULL',
  });
}

/** Compares the next release with the former one, goal by goal; other work runs in between. */
async function compare(
  em: SqlEntityManager,
  former: StoredRelease | undefined,
  goals: readonly string[],
  next: (goal: string, formerCells: readonly Cell[]) => Promise<readonly Cell[]>,
): Promise<Pick<Draft, 'cells' | 'changes'>> {
  const cells: Cell[] = [];
  const changes: CellChange[] = [];
  for (const goal of goals.toSorted((a, b) => (a < b ? -1 : 1))) {
    const before = former ? await cellsOf(em, former.number, goal) : [];
    const ofGoal = await inTurns(ordering(await next(goal, before)));
    for (const change of await inTurns(comparing(before, ofGoal))) changes.push(change);
    for (const cell of ofGoal) cells.push(cell);
  }
  return { cells, changes };
}
