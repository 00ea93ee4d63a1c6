import type { SqlEntityManager } from '@mikro-orm/sql';
import type { KeyObject } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { heldWhile } from '../base/held-while.js';
import { type Adoption, adoptReleases } from './adopt-releases.js';
import { type DemonstrationRelease, makeDemonstrationReleases, type NotMade } from './demonstration-release.js';
import type { ReleaseMaker, ReleaseWish, Withdrawal } from './draft-release.js';
import { makeRelease, previewRelease, type ReleaseReport, withdrawRelease } from './make-release.js';
import { ReleaseError } from './release-error.js';
import type { MadeBy, ReleaseInFile } from '@hub/protocol';
import { dueMoments, type ReleaseSchedule } from './release-schedule.js';
import { hasDemonstrationImports, hasUnreleasedImports, isMadeUp, newestRelease } from './release-store.js';
import { forgetSchedule, isMomentKept, keepMoment } from './schedule-moments.js';

/** How long a release waits for a next file, and the limit since the first file, in milliseconds. */
export interface ImportWait {
  readonly quietMs: number;
  readonly longestMs: number;
  /** How long it waits after a fault before the next attempt; default: a minute. */
  readonly repeatMs?: number;
}

const defaultWait: ImportWait = { quietMs: 3_000, longestMs: 5 * 60_000 };

export interface ReleaserOptions {
  readonly em: SqlEntityManager;
  readonly maker: ReleaseMaker;
  readonly schedule: ReleaseSchedule;
  readonly log: FastifyBaseLogger;
  readonly wait?: ImportWait;
  /** Called when there may be news for the hub: a release, or a file's result. */
  readonly onNews?: () => void;
}

/** Makes an organisation's releases, one at a time: by its schedule, after imports, and by hand. */
export class Releaser {
  #turn: Promise<unknown> = Promise.resolve();
  #started: Promise<unknown> = Promise.resolve();
  /** Makes releases that were due while the program did not run. */
  #missed: () => unknown = () => undefined;
  /** Waits for the end of imports. */
  #timer: NodeJS.Timeout | undefined;
  /** Waits for the next moment of the schedule, or to repeat the last one. */
  #dailyTimer: NodeJS.Timeout | undefined;
  /** Waits to look again for a release that was missed. */
  #missedTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** How many imports are running. */
  #importing = 0;
  /** Whether a load is running, which will report its end. */
  #loading = false;
  /** The deadline of a release after imports; undefined where none were imported. */
  #deadline: number | undefined;

  constructor(private readonly options: ReleaserOptions) {}

  /**
   * Finds the releases that were due while the program did not run. It looks before the first import, because releases
   * of later imports were not missed.
   */
  async look(): Promise<void> {
    try {
      this.#missed = await this.#lookForMissed();
    } catch (error) {
      this.options.log.error({ err: error }, 'whether a release was missed is not known; this is looked up again');
      this.#missed = () => {
        if (!this.#isClosed) this.#missedTimer = setTimeout(() => void this.#lookAgain(), this.#repeatMs);
      };
    }
  }

  /** Starts the schedule; a release that was due while the program did not run is made now. */
  start(): void {
    this.#started = Promise.resolve(this.#missed());
  }

  /** Ends the schedule, after running work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#dailyTimer);
    clearTimeout(this.#missedTimer);
    await this.#started;
    await this.#turn;
  }

  /** Makes a release by hand. @throws ReleaseError */
  make(wish: Omit<ReleaseWish, 'madeBy'>): Promise<ReleaseReport | undefined> {
    return this.#make({ ...wish, madeBy: 'HAND' });
  }

  /** Describes the next release without making it. @throws ReleaseError */
  preview(wish: Omit<ReleaseWish, 'madeBy'>): Promise<ReleaseReport | undefined> {
    const { em, maker } = this.options;
    return previewRelease(em.fork(), maker, { ...wish, madeBy: 'HAND' });
  }

  /** Withdraws a release. @throws ReleaseError */
  withdraw(withdrawal: Withdrawal): Promise<ReleaseReport> {
    const { em, maker, log } = this.options;
    return this.#inTurn(async () => {
      const report = await withdrawRelease(em.fork(), maker, withdrawal);
      log.warn({ withdrawn: withdrawal.number, release: report.number }, 'a release was withdrawn');
      return report;
    });
  }

  /**
   * Continues from the register's releases; see `adoptReleases`.
   * @param formerKeys the organisation's replaced public keys.
   * @throws ReleaseError
   */
  adopt(held: readonly ReleaseInFile[], formerKeys: readonly KeyObject[]): Promise<Adoption> {
    const { em, maker, log } = this.options;
    return this.#inTurn(async () => {
      const adoption = await adoptReleases(em.fork(), held, maker, formerKeys);
      log.warn(adoption, 'releases were adopted from the register');
      return adoption;
    });
  }

  /**
   * Makes releases of the demonstration, on days of the past; see `makeDemonstrationReleases`. A release that waits for
   * the end of a load is not made then.
   * @throws ReleaseError
   */
  makeOfDemonstration(
    wishes: readonly DemonstrationRelease[],
    shippedData: URL,
  ): Promise<readonly (ReleaseReport | NotMade)[]> {
    const { em, maker, log } = this.options;
    return this.#inTurn(async () => {
      const outcomes = await makeDemonstrationReleases(em.fork(), maker, wishes, shippedData);
      for (const [position, made] of outcomes.entries()) {
        const wish = wishes[position];
        if (typeof made !== 'string') {
          clearTimeout(this.#timer);
          this.#deadline = undefined;
          log.info(
            { ...wish, release: made.number, cells: made.cells, changed: made.changed },
            'a release was made up',
          );
        } else if (made !== 'IS_THERE') log.info({ ...wish, why: made }, 'a release of the demonstration is not made');
      }
      return outcomes;
    });
  }

  /**
   * Reports that an import begins.
   * @param more whether the file belongs to a load that reports its end; see `loadEnded`.
   * @returns a function to call at the end of the import, with whether any of its rows were imported.
   */
  importBegan(more: boolean): (isIn: boolean) => void {
    this.#importing += 1;
    this.#loading ||= more;
    this.#awaitQuiet();
    return (isIn) => {
      this.#importing -= 1;
      const deadline = Date.now() + this.#wait.longestMs;
      if (isIn) this.#deadline = this.#loading ? deadline : (this.#deadline ?? deadline);
      this.#awaitQuiet();
      this.options.onNews?.();
    };
  }

  /** Reports that no more files follow: a waiting release is made at once. */
  async loadEnded(): Promise<ReleaseReport | undefined> {
    await this.#started;
    this.#loading = false;
    if (this.#deadline === undefined || this.options.schedule.kind !== 'after import') return undefined;
    return this.#makeAfterImport();
  }

  get #wait(): ImportWait {
    return this.options.wait ?? defaultWait;
  }

  /** Makes a release after imports, once no file follows for a while, or at the deadline. */
  #awaitQuiet(): void {
    if (this.options.schedule.kind !== 'after import' || this.#deadline === undefined || this.#isClosed) return;
    const left = Math.max(0, this.#deadline - Date.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#makeAfterImport(),
      this.#importing > 0 || this.#loading ? left : Math.min(left, this.#wait.quietMs),
    );
  }

  /** Makes a release after imports; after a fault, restores the deadline and tries again. */
  async #makeAfterImport(): Promise<ReleaseReport | undefined> {
    clearTimeout(this.#timer);
    const deadline = this.#deadline;
    this.#deadline = undefined;
    this.#loading = false;
    const { isDone, report } = await this.#makeUnasked('IMPORT');
    if (!isDone) {
      this.#deadline = deadline;
      clearTimeout(this.#timer);
      if (!this.#isClosed) this.#timer = setTimeout(() => void this.#makeAfterImport(), this.#repeatMs);
    }
    return report;
  }

  get #repeatMs(): number {
    return this.#wait.repeatMs ?? 60_000;
  }

  async #lookAgain(): Promise<void> {
    await this.look();
    await this.#missed();
  }

  /** @returns a function that makes the missed releases and continues the schedule. */
  async #lookForMissed(): Promise<() => unknown> {
    const { schedule, em, maker } = this.options;
    if (schedule.kind === 'daily') {
      const { at } = schedule;
      const { last } = dueMoments(at, maker.now());
      const isKept = await isMomentKept(em.fork(), at, last);
      return async () => {
        if (isKept) this.#awaitNext(at);
        else await this.#keepSchedule(at, last);
      };
    }
    await forgetSchedule(em.fork());
    if (schedule.kind !== 'after import' || !(await hasUnreleasedImports(em.fork()))) return () => undefined;
    const newest = await newestRelease(em.fork());
    if ((!newest || isMadeUp(newest)) && (await hasDemonstrationImports(em.fork())))
      return () => {
        this.#awaitLoad();
      };
    return () => {
      this.#deadline ??= Date.now();
      return this.#makeAfterImport();
    };
  }

  /** An interrupted load of the demonstration: the next load continues it, makes its releases and reports its end. */
  #awaitLoad(): void {
    this.#loading = true;
    this.#deadline ??= Date.now() + this.#wait.longestMs;
    this.#awaitQuiet();
  }

  #awaitNext(at: string): void {
    if (this.#isClosed) return;
    const now = this.options.maker.now();
    const { next } = dueMoments(at, now);
    this.#awaitDaily(() => this.#keepSchedule(at, next), Math.max(1, next.getTime() - now.getTime()));
  }

  #awaitDaily(work: () => Promise<void>, ms: number): void {
    if (!this.#isClosed) this.#dailyTimer = setTimeout(() => void work(), ms);
  }

  /**
   * Makes the release of a scheduled moment, and notes the moment as done, also where the release would equal the
   * former one.
   */
  async #keepSchedule(at: string, moment: Date): Promise<void> {
    const { em, log } = this.options;
    const { isDone } = await this.#makeUnasked('SCHEDULE');
    try {
      if (isDone) {
        await keepMoment(em.fork(), at, moment);
        this.#awaitNext(at);
        return;
      }
    } catch (error) {
      log.error({ err: error }, 'cannot note that the schedule was kept');
    }
    const { last } = dueMoments(at, this.options.maker.now());
    this.#awaitDaily(() => this.#keepSchedule(at, last > moment ? last : moment), this.#repeatMs);
  }

  /** Makes a release without a caller: a fault is logged. */
  async #makeUnasked(
    madeBy: MadeBy,
  ): Promise<{ readonly isDone: boolean; readonly report?: ReleaseReport | undefined }> {
    try {
      return { isDone: true, report: await this.#make({ madeBy }) };
    } catch (error) {
      const { log } = this.options;
      const message = 'no release was made; it is tried again';
      if (error instanceof ReleaseError) log.error({ code: error.code, reason: error.message }, message);
      else log.error({ err: error }, message);
      return { isDone: false };
    }
  }

  #make(wish: ReleaseWish): Promise<ReleaseReport | undefined> {
    const { em, maker, log } = this.options;
    return this.#inTurn(async () => {
      const held = await heldWhile(() => makeRelease(em.fork(), maker, wish));
      const { done: report, ...times } = held;
      if (!report) log.info({ madeBy: wish.madeBy, ...times }, 'no release: nothing changed since the last');
      else {
        const { number, kind, through, cells, changed } = report;
        log.info(
          { release: number, kind, through, cells, changed, madeBy: wish.madeBy, ...times },
          'a release was made',
        );
      }
      return report;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.then(
      () => this.options.onNews?.(),
      () => undefined,
    );
    return done;
  }
}
