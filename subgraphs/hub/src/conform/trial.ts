import type { KeyObject } from 'node:crypto';
import type { PeriodKeys, PseudonymKeys, ReleaseKeys } from '@hub/protocol';
import { LeftOut, Unmet } from './check.js';
import { type SeededPerson, seededPeople } from './seeded-people.js';
import { TrialHub } from './trial-hub.js';
import type { TrialRelease } from './trial-release.js';

/** A step of the organisation's people or program in a trial; a file is in the trial's folder. */
export type TrialStep =
  | { readonly what: 'take'; readonly file: 1 | 2 }
  | { readonly what: 'release'; readonly through: string }
  | { readonly what: 'withdraw'; readonly number: number }
  | { readonly what: 'erase'; readonly number: string }
  | { readonly what: 'rotate-pseudonyms' }
  | { readonly what: 'rotate-signing-key' };

/** Options of a trial. */
export interface TrialOptions {
  readonly organisation: string;
  /** The organisation's public keys, by their ids. */
  readonly keys: ReleaseKeys;
  /** Port of the trial's hub. */
  readonly port: number;
  /** The goal that the people of the file reach. */
  readonly goal: string;
  readonly root: string;
  /** The province's communes; the files have people in each. */
  readonly communes: readonly string[];
  /** The two complete months before this one. */
  readonly months: readonly [string, string];
  readonly pseudonymKeys: PseudonymKeys;
  /** The keys with the next version, for the rotation. */
  readonly nextPseudonymKeys: PseudonymKeys;
  readonly periodKeys: PeriodKeys;
  /** Opens sealed sketches. */
  readonly sealingKey: KeyObject;
  /** Does a step; false if the organisation does not support it. */
  readonly perform: (step: TrialStep) => Promise<boolean>;
  /** Time limit of each wait, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * A trial of an organisation on a database for this purpose. Invented people are imported, releases are made, withdrawn
 * and made again, a person is erased, keys are rotated. Each stage runs once, after the stage before it.
 */
export class Trial {
  readonly hub: TrialHub;
  readonly people: readonly SeededPerson[];
  #stages: Promise<void> | undefined;
  readonly #made = new Map<string, Promise<TrialRelease>>();

  constructor(readonly options: TrialOptions) {
    const { organisation, keys, port, communes, months } = options;
    this.hub = new TrialHub({ organisation, keys, port });
    this.people = seededPeople(communes, months);
  }

  /** Starts the trial's hub. @returns its address. */
  start(): Promise<string> {
    return this.hub.start();
  }

  async stop(): Promise<void> {
    await this.hub.stop();
  }

  /** The last day of a month. */
  through(month: string): string {
    const [year = 0, number = 0] = month.split('-').map(Number);
    return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
  }

  /** Waits until the organisation connects. @throws Unmet */
  linked(): Promise<void> {
    return (this.#stages ??= this.#link());
  }

  async #link(): Promise<void> {
    if (await this.hub.until(() => this.hub.exchanges > 0, this.options.patienceMs)) return;
    const last = this.hub.faults.at(-1);
    throw new Unmet(
      'nothing: the organisation reaches out by itself',
      last ? `${last.came}\n${last.message}` : `nothing within ${this.options.patienceMs / 1000} s`,
      'POST link/v1/exchanges with a message that the organisation signed',
    );
  }

  /** The release of the first month. */
  first(): Promise<TrialRelease> {
    return this.#stage('first', async () => {
      await this.linked();
      await this.#step({ what: 'take', file: 1 });
      return this.#release(this.options.months[0]);
    });
  }

  /** The release of the second month. */
  second(): Promise<TrialRelease> {
    return this.#stage('second', async () => {
      await this.first();
      await this.#step({ what: 'take', file: 2 });
      return this.#release(this.options.months[1]);
    });
  }

  /** The release that withdraws the second. */
  withdrawal(): Promise<TrialRelease> {
    return this.#stage('withdrawal', async () => {
      await this.second();
      const number = this.hub.newest;
      await this.#step({ what: 'withdraw', number });
      return this.#arrived(number + 1, `withdraw ${number}`);
    });
  }

  /** The release after the erasure of a person. */
  erasure(whom: SeededPerson): Promise<TrialRelease> {
    return this.#stage('erasure', async () => {
      await this.#afterWithdrawal();
      await this.#step({ what: 'erase', number: whom.number });
      return this.#release(this.options.months[1]);
    });
  }

  /** The release after the rotation of pseudonyms. */
  otherPseudonyms(): Promise<TrialRelease> {
    return this.#stage('pseudonyms', async () => {
      await this.#afterErasure();
      await this.#step({ what: 'rotate-pseudonyms' });
      return this.#release(this.options.months[1]);
    });
  }

  /** The release under the next signing key. */
  otherKey(): Promise<TrialRelease> {
    return this.#stage('key', async () => {
      await this.#passed(this.otherPseudonyms());
      await this.#step({ what: 'rotate-signing-key' });
      return this.#release(this.options.months[1]);
    });
  }

  /** The erased person; undefined before the erasure. */
  erased: SeededPerson | undefined;

  async #afterWithdrawal(): Promise<void> {
    await this.second();
    await this.#passed(this.withdrawal());
  }

  async #afterErasure(): Promise<void> {
    await this.second();
    if (this.erased) await this.#passed(this.erasure(this.erased));
  }

  /** Ignores the failure of an earlier stage, which has a separate check. */
  async #passed(stage: Promise<unknown>): Promise<void> {
    await stage.catch(() => undefined);
  }

  #stage(name: string, make: () => Promise<TrialRelease>): Promise<TrialRelease> {
    const made = this.#made.get(name) ?? make();
    this.#made.set(name, made);
    return made;
  }

  /** @throws LeftOut if the organisation does not support the step. */
  async #step(step: TrialStep): Promise<void> {
    if (!(await this.options.perform(step))) throw new LeftOut(`the organisation does not do the step "${step.what}"`);
  }

  async #release(month: string): Promise<TrialRelease> {
    const number = this.hub.newest + 1;
    const through = this.through(month);
    await this.#step({ what: 'release', through });
    return this.#arrived(number, `release ${through}`);
  }

  async #arrived(number: number, step: string): Promise<TrialRelease> {
    const { hub } = this;
    await hub.until(() => hub.hasWhole(number), this.options.patienceMs);
    const release = hub.releases.get(number);
    if (release) return release;
    const last = hub.faults.at(-1);
    throw new Unmet(
      `the step "${step}"`,
      last
        ? `${last.came}\n${last.message}`
        : `no release of the number ${number} within ${this.options.patienceMs / 1000} s`,
      `release ${number} at link/v1/releases`,
    );
  }
}
