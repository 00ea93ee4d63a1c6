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
import {
  hasDemonstrationImports,
  hasUnreleasedImports,
  isMadeUp,
  lastScheduled,
  newestRelease,
} from './release-store.js';

/** How long one waits for a next file, and how long at most since the first, in milliseconds. */
export interface ImportWait {
  readonly quietMs: number;
  readonly longestMs: number;
}

const defaultWait: ImportWait = { quietMs: 3_000, longestMs: 5 * 60_000 };

export interface ReleaserOptions {
  readonly em: SqlEntityManager;
  readonly maker: ReleaseMaker;
  readonly schedule: ReleaseSchedule;
  readonly log: FastifyBaseLogger;
  readonly wait?: ImportWait;
  /** Hears that there may be something new for the hub: a release, or what became of a file. */
  readonly onNews?: () => void;
}

/** Makes an organisation's releases: on its schedule, after imports, and by hand; one at a time. */
export class Releaser {
  #turn: Promise<unknown> = Promise.resolve();
  #started: Promise<void> = Promise.resolve();
  /** Waits for the end of imports. */
  #timer: NodeJS.Timeout | undefined;
  /** Waits for the next moment of the schedule. */
  #dailyTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Files that are on their way in. */
  #importing = 0;
  /** Whether a load is under way, whose end is said. */
  #loading = false;
  /** Until when a release after imports is to be made at the latest; undefined where nothing came in. */
  #deadline: number | undefined;

  constructor(private readonly options: ReleaserOptions) {}

  /** Begins to keep the schedule; one release that was due while the program did not run is made now. */
  start(): void {
    this.#started = this.#makeMissed().then(() => {
      const { schedule } = this.options;
      if (schedule.kind === 'daily') this.#awaitNext(schedule.at);
    });
  }

  /** Ends it, once what is under way is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#dailyTimer);
    await this.#started;
    await this.#turn;
  }

  /** Makes a release by hand. @throws ReleaseError */
  make(wish: Omit<ReleaseWish, 'madeBy'>): Promise<ReleaseReport | undefined> {
    return this.#make({ ...wish, madeBy: 'HAND' });
  }

  /** Says what a release would be. @throws ReleaseError */
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
   * Goes on from what the register holds; see `adoptReleases`.
   * @param formerKeys public keys of the organisation's own that were replaced.
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
   * Makes releases of the demonstration, on days of the past; see `makeDemonstrationReleases`. None that waits for the end
   * of a load is made then.
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
   * Hears that a file comes in.
   * @param more whether it is one of a load, whose end is said; see `loadEnded`.
   * @returns to be called once that is over, with whether anything of the file is in.
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

  /** Hears that no more files follow: a release that waits for that is made at once. */
  async loadEnded(): Promise<ReleaseReport | undefined> {
    await this.#started;
    this.#loading = false;
    if (this.#deadline === undefined || this.options.schedule.kind !== 'after import') return undefined;
    return this.#makeAfterImport();
  }

  get #wait(): ImportWait {
    return this.options.wait ?? defaultWait;
  }

  /** Makes a release after imports once no file follows for a while, or at the deadline. */
  #awaitQuiet(): void {
    if (this.options.schedule.kind !== 'after import' || this.#deadline === undefined || this.#isClosed) return;
    const left = Math.max(0, this.#deadline - Date.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#makeAfterImport(),
      this.#importing > 0 || this.#loading ? left : Math.min(left, this.#wait.quietMs),
    );
  }

  #makeAfterImport(): Promise<ReleaseReport | undefined> {
    clearTimeout(this.#timer);
    this.#deadline = undefined;
    this.#loading = false;
    return this.#makeUnasked('IMPORT');
  }

  async #makeMissed(): Promise<void> {
    const { schedule, em, maker, log } = this.options;
    try {
      if (schedule.kind === 'daily') {
        const { last } = dueMoments(schedule.at, maker.now());
        const scheduled = await lastScheduled(em.fork());
        if (!scheduled || scheduled < last) await this.#makeUnasked('SCHEDULE');
      } else if (schedule.kind === 'after import' && (await hasUnreleasedImports(em.fork()))) {
        const newest = await newestRelease(em.fork());
        if ((!newest || isMadeUp(newest)) && (await hasDemonstrationImports(em.fork()))) this.#awaitLoad();
        else await this.#makeUnasked('IMPORT');
      }
    } catch (error) {
      log.error({ err: error }, 'whether a release was missed is not known');
    }
  }

  /** A load of the demonstration was broken off: the next one, which goes on, makes its releases and says its end. */
  #awaitLoad(): void {
    this.#loading = true;
    this.#deadline ??= Date.now() + this.#wait.longestMs;
    this.#awaitQuiet();
  }

  #awaitNext(at: string): void {
    if (this.#isClosed) return;
    const now = this.options.maker.now();
    this.#dailyTimer = setTimeout(
      () =>
        void this.#makeUnasked('SCHEDULE').then(() => {
          this.#awaitNext(at);
        }),
      Math.max(1, dueMoments(at, now).next.getTime() - now.getTime()),
    );
  }

  /** Makes a release that nobody waits for: what keeps it from being made is logged. */
  async #makeUnasked(madeBy: MadeBy): Promise<ReleaseReport | undefined> {
    try {
      return await this.#make({ madeBy });
    } catch (error) {
      const { log } = this.options;
      if (error instanceof ReleaseError) log.error({ code: error.code, reason: error.message }, 'no release was made');
      else log.error({ err: error }, 'no release was made');
      return undefined;
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
