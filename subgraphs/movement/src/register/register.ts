import type { SubgraphContext } from '@hub/kit';
import { badUserInput, Figures, type NamedKey } from '@hub/protocol';
import type { KeysOf } from './release-keys.js';
import { ReleaseList, type Releases } from './release-list.js';
import { readCells, readChangedCells, type TakenRelease } from './taken-releases.js';
import { type SketchReferences, sketchesOfRelease } from '../sketches/taken-sketches.js';
import { readSetAside } from './set-aside-releases.js';
import { usableReleases } from './usable-releases.js';

/** The content of one organisation's release. */
export interface KnownRelease {
  readonly release: TakenRelease;
  readonly figures: Figures;
  /** The sketches of people that are in force with it. */
  readonly sketches: SketchReferences;
}

/** A release as a publication names it. */
export type NamedRelease = Pick<TakenRelease, 'number' | 'hash'>;

/** The key of a release in memory: another release with the same number may replace one that was set aside. */
function keyOf({ organisation, number, hash }: Pick<TakenRelease, 'organisation' | 'number' | 'hash'>): string {
  return `${organisation} ${number} ${hash}`;
}

/** The known releases of one moment: one for each organisation. An organisation without a release is absent. */
export type Snapshot = ReadonlyMap<string, KnownRelease>;

/** How many releases that are not current are kept in memory. */
const keptFormer = 24;

/** How long the list of releases stays fresh, in milliseconds. */
const freshMs = 1000;

/** The releases that movement has taken in; the figures of the current ones are in memory. */
export class Register {
  readonly #known = new Map<string, Promise<KnownRelease | undefined>>();
  readonly #list: ReleaseList;
  #releases: Promise<Releases> | undefined;
  readonly #counted = new WeakMap<Releases, Releases>();
  #readAt = 0;

  constructor(
    private readonly em: SubgraphContext['em'],
    /** Organisations' public keys. */
    readonly keysOf: KeysOf,
    /** Key that signs movement's publications. */
    readonly signingKey: NamedKey | undefined,
  ) {
    this.#list = new ReleaseList(em);
  }

  /** Makes the next use read the list of releases again. */
  refresh(): void {
    this.#releases = undefined;
  }

  /** Makes the next use also read the cells again, since the values in memory may be wrong. */
  forget(): void {
    this.refresh();
    this.#known.clear();
  }

  /**
   * Every organisation's releases that count, the oldest first: without releases under a revoked key, and without
   * releases that wait to be accepted.
   */
  async releases(): Promise<Releases> {
    const held = await this.held();
    let counted = this.#counted.get(held);
    if (!counted) {
      counted = new Map([...held].map(([code, releases]) => [code, releases.filter(({ isPending }) => !isPending)]));
      this.#counted.set(held, counted);
    }
    return counted;
  }

  /** As `releases`, including releases that wait to be accepted. */
  async held(): Promise<Releases> {
    const now = performance.now();
    if (!this.#releases || now - this.#readAt > freshMs) {
      this.#readAt = now;
      const reading = this.all().then(
        (all) => new Map([...all].map(([code, releases]) => [code, usableReleases(releases, this.keysOf(code))])),
      );
      reading.catch(() => {
        if (this.#releases === reading) this.#releases = undefined;
      });
      this.#releases = reading;
    }
    return this.#releases;
  }

  /** Every stored release in the database, including releases under a revoked key. */
  all(): Promise<Releases> {
    return this.#list.read();
  }

  /** The current snapshot. */
  async current(): Promise<Snapshot> {
    return this.#snapshot(await this.releases(), () => true);
  }

  /**
   * The snapshot at the end of a day.
   * @param endOfDay the first moment after it.
   */
  async asKnownBefore(endOfDay: Date): Promise<Snapshot> {
    const countsSince = ({ madeAt, acceptedAt }: TakenRelease) => new Date(acceptedAt ?? madeAt);
    return this.#snapshot(await this.releases(), (release) => countsSince(release) < endOfDay);
  }

  /**
   * The snapshot that the register itself had taken in by the end of a day: a later release may claim that it was
   * made before. Made-up data counts from its `madeAt`, since the demonstration has a past.
   * @param endOfDay the first moment after it.
   */
  async takenBefore(endOfDay: Date): Promise<Snapshot> {
    const countsSince = ({ madeAt, takenAt, acceptedAt, demonstration }: TakenRelease) =>
      new Date(acceptedAt ?? (demonstration ? madeAt : takenAt));
    return this.#snapshot(await this.releases(), (release) => countsSince(release) < endOfDay);
  }

  /**
   * A snapshot of named releases, including releases that no longer count.
   * @param named by organisation.
   * @throws GraphQLError `BAD_USER_INPUT` if one of them was never stored.
   */
  async of(named: ReadonlyMap<string, NamedRelease>): Promise<Snapshot> {
    const all = await this.all();
    const known = [...named].map(async ([organisation, { number, hash }]) => {
      const held = all.get(organisation)?.find((release) => release.hash === hash);
      if (held) return this.#knownOf(held);
      const setAside = await this.#kept(keyOf({ organisation, number, hash }), () =>
        readSetAside(this.em, organisation, hash),
      );
      if (setAside) return setAside;
      throw badUserInput(`Expected releases that the register holds, but got ${organisation} ${hash}.`);
    });
    return new Map((await Promise.all(known)).map((one) => [one.release.organisation, one]));
  }

  /** The numbers of the named releases that no longer count, by organisation. */
  async fallenOf(named: ReadonlyMap<string, NamedRelease>): Promise<ReadonlyMap<string, number>> {
    const all = await this.releases();
    const fallen = [...named].filter(([code, { hash }]) => !all.get(code)?.some((release) => release.hash === hash));
    return new Map(fallen.map(([code, { number }]) => [code, number]));
  }

  /** The current snapshot with another release of one organisation; that release need not count. */
  async currentWith({ organisation, number }: Pick<TakenRelease, 'organisation' | 'number'>): Promise<Snapshot> {
    const release = (await this.held()).get(organisation)?.find((one) => one.number === number);
    const current = new Map(await this.current());
    if (release) current.set(organisation, await this.#knownOf(release));
    return current;
  }

  async #snapshot(all: Releases, counts: (release: TakenRelease) => boolean): Promise<Snapshot> {
    const chosen = [...all.values()].flatMap((releases) => releases.findLast(counts) ?? []);
    const known = await Promise.all(chosen.map((release) => this.#knownOf(release)));
    return new Map(known.map((one) => [one.release.organisation, one]));
  }

  async #knownOf(release: TakenRelease): Promise<KnownRelease> {
    const known = await this.#kept(keyOf(release), () => this.#read(release));
    // The release's state may have changed, such as by a withdrawal.
    return { ...known, release };
  }

  /** Reads a release's content, unless it is in memory. */
  async #kept<Known extends KnownRelease | undefined>(key: string, read: () => Promise<Known>): Promise<Known> {
    let known = this.#known.get(key) as Promise<Known> | undefined;
    if (known) this.#known.delete(key);
    else {
      known = read();
      known.catch(() => this.#known.delete(key));
    }
    // Moves the entry to the end, as the most recently used.
    this.#known.set(key, known);
    this.#forgetFormer();
    return known;
  }

  async #read(release: TakenRelease): Promise<KnownRelease> {
    const { organisation, number } = release;
    const [figures, sketches] = await Promise.all([
      this.#figuresOf(release),
      sketchesOfRelease(this.em, organisation, number),
    ]);
    return { release, figures, sketches };
  }

  /** The figures of a release: computed from its changes if the former release's are in memory. */
  async #figuresOf({ organisation, number }: TakenRelease): Promise<Figures> {
    const former = (await this.all()).get(organisation)?.find((one) => one.number === number - 1);
    const known = former && this.#known.get(keyOf(former));
    if (known) {
      const [{ figures } = {}, changed] = await Promise.all([known, readChangedCells(this.em, organisation, number)]);
      if (figures && changed) return figures.with(changed);
    }
    return new Figures(await readCells(this.em, organisation, number));
  }

  #forgetFormer(): void {
    const organisations = new Set([...this.#known.keys()].map((key) => key.split(' ')[0]));
    for (const key of this.#known.keys()) {
      if (this.#known.size <= organisations.size + keptFormer) return;
      this.#known.delete(key);
    }
  }
}
