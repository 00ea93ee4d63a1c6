import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, NamedKey } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { hasCountsOnly } from '../ledger/ledger.js';
import { type CellChange, changesBetween, inOrder } from './cells.js';
import { goalsInLedger, ledgerCells } from './ledger-cells.js';
import { makeSketches, type SketchKeys } from '../sketches/make-sketches.js';
import type { SealedSketches } from '../sketches/sketch-store.js';
import { coversOfCells, type PublishedCounts } from '../disclosure/covers-of-cells.js';
import { knownOfCells } from '../disclosure/known-of-cells.js';
import type { PeopleTable } from '../disclosure/people-table.js';
import { type PlaceOfCells, publishedCells } from '../disclosure/published-cells.js';
import { roundDown } from '../disclosure/published-count.js';
import type { CountTable } from '../ledger/counted-goals.js';
import { ReleaseError } from './release-error.js';
import { type Cell, formatOf, type MadeBy, readHeader, releaseFormat, type ReleaseHeader } from './release-format.js';
import {
  cellsOf,
  goalsInReleases,
  newestRelease,
  newestValidRelease,
  releaseOf,
  type StoredRelease,
} from './release-store.js';
import { chooseThrough, newestCountedDay, newestNamedDay } from './through.js';
import { versionsOf } from './versions.js';

/** Who makes releases. */
export interface ReleaseMaker {
  readonly organisation: string;
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
  readonly now: Clock;
  /** Where it has counts only: the table that they are in. */
  readonly counts?: CountTable | undefined;
  /** The tables of people and households that are published anew with each release. */
  readonly tables: readonly PeopleTable[];
  /** Gives what sketches of people are made and sealed with; undefined where none are made. */
  readonly sketchKeys?: () => SketchKeys | undefined;
  /** Gives the organisation's signing key; undefined where it has none. */
  readonly key: () => NamedKey | undefined;
}

/** What is wanted of a release. */
export interface ReleaseWish {
  readonly madeBy: MadeBy;
  /** The last day of which the data are complete; see `chooseThrough`. */
  readonly through?: string | undefined;
  readonly note?: string | undefined;
}

/** Which release is to be withdrawn, and why. */
export interface Withdrawal {
  readonly number: number;
  readonly reason: string;
}

/** A release before it is signed. */
export interface Draft {
  readonly header: Omit<ReleaseHeader, 'pages'>;
  /** The sketches that it brings; undefined where the organisation makes none. */
  readonly sketches: readonly SealedSketches[] | undefined;
  /** All cells, in the order of pages. */
  readonly cells: readonly Cell[];
  /** What differs from the former release, in the same order. */
  readonly changes: readonly CellChange[];
  /** The day through which the former one is complete; undefined for the first. */
  readonly formerThrough: string | undefined;
  /** Whether it says anything that the former one does not. */
  readonly isNew: boolean;
}

/** Every so many releases one is full, so that nobody has to read a longer chain. */
const fullEvery = 30;

/**
 * Draws up the next release from the ledger.
 * @param counts what is published beside it of the organisation's tables.
 * @throws ReleaseError where the day that was asked for cannot be.
 */
export async function draftRelease(
  em: SqlEntityManager,
  maker: ReleaseMaker,
  wish: ReleaseWish,
  counts: PublishedCounts,
): Promise<Draft> {
  const former = await newestRelease(em);
  const now = maker.now();
  const ofCounts = hasCountsOnly(maker.organisation);
  const named = ofCounts ? await newestCountedDay(em) : await newestNamedDay(em);
  const through = chooseThrough({ asked: wish.through, named, former: former?.through, now });
  const known = { ...(await knownOfCells(em, maker, through)), ...(await coversOfCells(em, maker, counts, through)) };
  const ledger = await goalsInLedger(em);
  const next = async (goal: string) => publishedCells(await ledgerCells(em, goal, through, ofCounts), known);
  const cells = await compare(em, former, [...new Set([...ledger, ...(await goalsInReleases(em))])], next);
  const header = await headerOf(em, maker, { former, now, through, wish, withdraws: [] });
  // Nothing that nobody asked for says that an organisation without any data has nobody.
  const saysNothing = former === undefined && ledger.length === 0 && wish.madeBy !== 'HAND';
  const sketches = await sketchesOf(em, maker, { header, root: known.root, ...cells });
  // What somebody's erasure changed alone waits for the next release, so that none tells of it.
  const hasNewKey = sketches?.some(({ isNewKey }) => isNewKey) ?? false;
  const isNew = !saysNothing && (cells.changes.length > 0 || differs(header, former) || hasNewKey);
  return {
    header: { ...header, ...(sketches && { sketches: sketches.map(({ entry }) => entry) }) },
    ...{ sketches, ...cells, formerThrough: former?.through, isNew },
  };
}

/**
 * Draws up a release that withdraws an earlier one: its cells are those of the newest that is not withdrawn.
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
    through: valid.through,
    wish: { madeBy: 'HAND' },
    withdraws: [{ number, reason }],
  });
  // Those of the release that it goes back to are gone.
  const sketches = maker.sketchKeys?.() ? [] : undefined;
  return {
    header: { ...header, ...(sketches && { sketches }) },
    ...{ sketches, ...cells, formerThrough: former.through, isNew: true },
  };
}

/** Makes the sketches of people that a release brings; undefined where the organisation makes none. */
async function sketchesOf(
  em: SqlEntityManager,
  { organisation, sketchKeys }: ReleaseMaker,
  {
    header,
    root,
    cells,
    changes,
  }: Pick<Draft, 'cells' | 'changes'> & { readonly header: Draft['header']; readonly root: PlaceOfCells },
): Promise<SealedSketches[] | undefined> {
  const keys = sketchKeys?.();
  if (!keys) return undefined;
  const changed = changes.map(({ to }) => to);
  const { through, kind } = header;
  return makeSketches(em, keys, { organisation, through, root, cells, changed, all: kind === 'FULL' });
}

/** Compares what the next release says with the former one, goal by goal; others have their turn in between. */
async function compare(
  em: SqlEntityManager,
  former: StoredRelease | undefined,
  goals: readonly string[],
  next: (goal: string) => Promise<readonly Cell[]>,
): Promise<Pick<Draft, 'cells' | 'changes'>> {
  const cells: Cell[] = [];
  const changes: CellChange[] = [];
  for (const goal of goals.toSorted((a, b) => (a < b ? -1 : 1))) {
    const ofGoal = inOrder(await next(goal));
    await nextTurn();
    for (const change of changesBetween(former ? await cellsOf(em, former.number, goal) : [], ofGoal)) {
      changes.push(change);
    }
    for (const cell of ofGoal) cells.push(cell);
    await nextTurn();
  }
  return { cells, changes };
}

async function headerOf(
  em: SqlEntityManager,
  { organisation }: ReleaseMaker,
  given: {
    readonly former: StoredRelease | undefined;
    readonly now: Date;
    readonly through: string;
    readonly wish: ReleaseWish;
    readonly withdraws: readonly Withdrawal[];
  },
): Promise<Draft['header']> {
  const { former, now, through, wish, withdraws } = given;
  if (former && now < former.madeAt) {
    throw new ReleaseError(
      'WRONG_CLOCK',
      `Expected the clock to be past ${former.madeAt.toISOString()}, when the former release was made, but it says ${now.toISOString()}.`,
    );
  }
  const number = (former?.number ?? 0) + 1;
  const isFull =
    !former || number % fullEvery === 0 || withdraws.length > 0 || formatOf(former.header) !== releaseFormat;
  return {
    format: releaseFormat,
    organisation,
    number,
    previous: former?.hash ?? null,
    kind: isFull ? 'FULL' : 'CHANGES',
    ...(await versionsOf(em)),
    through,
    madeAt: now.toISOString(),
    madeBy: wish.madeBy,
    note: wish.note ?? null,
    ...(await factsOfImports(em)),
    withdraws: [...withdraws],
  };
}

/** Whether a header says anything but its number and making that the former one does not. */
function differs(header: Draft['header'], former: StoredRelease | undefined): boolean {
  if (!former || formatOf(former.header) !== releaseFormat) return true;
  const before = readHeader(former.header);
  const names = ['places', 'goals', 'through', 'demonstration', 'withoutNumber'] as const;
  return names.some((name) => header[name] !== before[name]);
}

/** What the imports say: whether any was made up, and how many records of the files' newest imports had no valid number. */
async function factsOfImports(em: SqlEntityManager): Promise<Pick<ReleaseHeader, 'demonstration' | 'withoutNumber'>> {
  const [facts] = await em.execute<[{ demonstration: boolean; withoutNumber: number }]>(
    `select exists (select from import_run where demonstration) as demonstration,
       (select coalesce(sum(without_number), 0)::int from (
         select distinct on (kind, file) without_number from import_run order by kind, file, id desc) newest
       ) as "withoutNumber"`,
  );
  return { ...facts, withoutNumber: roundDown(facts.withoutNumber) };
}
