import type { SubgraphContext } from '@hub/kit';
import type { TakenRelease } from '../register/taken-releases.js';
import type { NoisedEstimate } from './noised-estimate.js';
import type { Part, Parts } from './parts.js';

type Em = SubgraphContext['em'];

/** The occasions of estimates: a month closed, its revision some days later, or groups of communes that were added later. */
export type Occasion = 'CLOSE' | 'REVISION' | 'GROUPS';

/** A version of an estimate: of a place, or of a group of places or people, at the end of a month. */
export interface EstimateVersion extends NoisedEstimate {
  readonly month: string;
  /** The number of its round. */
  readonly round: number;
  /** The time from which it was known, in milliseconds since the epoch. */
  readonly knownFrom: number;
  readonly parts: Parts;
}

/** A round of estimates: all estimates of a goal and a month that were made together. */
export interface EstimateRound extends RoundHead {
  readonly number: number;
}

/** The facts of a round, without its estimates. */
interface RoundHead {
  readonly goal: string;
  readonly month: string;
  readonly occasion: Occasion;
  readonly knownFrom: number;
}

/** The releases whose sketches were merged. */
export type RoundBasis = readonly { readonly organisation: string; readonly number: number }[];

/** The time of the wanted versions; absent for now. */
export interface AsOf {
  /** In milliseconds since the epoch: later versions do not count. */
  readonly before: number;
  /**
   * For a publication, its releases that no longer count, as numbers by organisation: estimates from them still count
   * for the publication.
   */
  readonly fallen?: ReadonlyMap<string, number>;
}

/** The estimates of a round, by place (`placeKey`), group (`groupKey`) or pair of organisations (`overlapKey`). */
export type MadeEstimates = ReadonlyMap<string, NoisedEstimate & { readonly parts: Parts }>;

/** A new round, to be stored. */
export interface MadeRound extends RoundHead {
  readonly madeAt: Date;
  /** With the digests of the sketches. */
  readonly basis: readonly (RoundBasis[number] & { readonly digest: string })[];
  readonly estimates: MadeEstimates;
}

type EstimateRow = NoisedEstimate & {
  readonly round: number;
  readonly place: string;
  readonly parts: Readonly<Record<string, readonly [people: number, atMost: number, unsketched: number]>>;
};

type Dated = Pick<EstimateVersion, 'month' | 'knownFrom'>;
type Releases = ReadonlyMap<string, readonly Pick<TakenRelease, 'number'>[]>;

const newestLast = (a: Dated, b: Dated) =>
  a.month === b.month ? a.knownFrom - b.knownFrom : a.month < b.month ? -1 : 1;

/** The releases of a round, and when another replaced it, in milliseconds since the epoch. */
interface RestsOn {
  readonly basis: RoundBasis;
  readonly setAsideAt: number | null;
}

/**
 * All versions of all estimates ever made; none of them changes. A version from a release that no longer counts,
 * since its key was revoked or another replaced it, is left out.
 */
export class EstimateVersions {
  readonly #rounds = new Map<number, EstimateRound>();
  readonly #restsOn = new Map<number, RestsOn>();
  readonly #ofGoals = new Map<string, EstimateRound[]>();
  /** By goal and place, the newest last. */
  readonly #ofPlaces = new Map<string, EstimateVersion[]>();
  #releases: Releases | undefined;
  #hasNews = false;
  #leftOut: ReadonlySet<number> = new Set();

  /** How many rounds there are. */
  get size(): number {
    return this.#rounds.size;
  }

  /** A name for the set of rounds and the ones left out: equal names mean equal versions. */
  get state(): string {
    return `${this.#rounds.size} ${Math.max(0, ...this.#rounds.keys())} ${[...this.#leftOut].join()}`;
  }

  /** The rounds that are not left out. */
  get counted(): EstimateRound[] {
    return [...this.#rounds.values()].filter(({ number }) => !this.#leftOut.has(number));
  }

  /** The round in which a goal's month was first estimated, as known at a time; undefined if it was not. */
  closeOf(goal: string, month: string, asOf?: AsOf): EstimateRound | undefined {
    return this.#roundsOf(goal, month, 'CLOSE').find(({ number, knownFrom }) => this.#counts(number, knownFrom, asOf));
  }

  /** The round of its revision. */
  revisionOf(goal: string, month: string): EstimateRound | undefined {
    return this.#roundsOf(goal, month, 'REVISION').find(({ number }) => !this.#leftOut.has(number));
  }

  /** How many rounds a month has had, except rounds of groups, including the ones left out. */
  madeOf(goal: string, month: string): number {
    return this.#roundsOf(goal, month, 'CLOSE').length + this.#roundsOf(goal, month, 'REVISION').length;
  }

  /** The numbers of an occasion's rounds that are left out: another round replaces them. */
  leftOutOf(goal: string, month: string, occasion: Occasion): number[] {
    const numbers = this.#roundsOf(goal, month, occasion).map(({ number }) => number);
    return numbers.filter((number) => this.#leftOut.has(number));
  }

  /** The time from which each round of a goal was known, in milliseconds since the epoch. */
  momentsOf(goal: string): number[] {
    const rounds = this.#ofGoals.get(goal) ?? [];
    return rounds.flatMap(({ number, knownFrom }) => (this.#leftOut.has(number) ? [] : [knownFrom]));
  }

  /** The version of a place or group in force at the end of a month, as known at a time. */
  inForce(goal: string, place: string, month: string, asOf?: AsOf): EstimateVersion | undefined {
    return this.#ofPlaces
      .get(`${goal} ${place}`)
      ?.findLast((version) => version.month <= month && this.#counts(version.round, version.knownFrom, asOf));
  }

  #roundsOf(goal: string, month: string, occasion: Occasion): EstimateRound[] {
    return (this.#ofGoals.get(goal) ?? []).filter((round) => round.month === month && round.occasion === occasion);
  }

  #counts(number: number, knownFrom: number, asOf: AsOf | undefined): boolean {
    const { before, fallen } = asOf ?? { before: Number.POSITIVE_INFINITY };
    if (knownFrom >= before) return false;
    if (!fallen || fallen.size === 0) return !this.#leftOut.has(number);
    const { basis = [], setAsideAt = null } = this.#restsOn.get(number) ?? {};
    return (setAsideAt === null || setAsideAt >= before) && this.#areHeld(basis, fallen);
  }

  /** Whether the releases count, or did for a publication with some that no longer count. */
  #areHeld(basis: RoundBasis, fallen: ReadonlyMap<string, number>): boolean {
    return basis.every(({ organisation, number }) => {
      const last = fallen.get(organisation);
      if (last !== undefined) return number <= last;
      return this.#releases?.get(organisation)?.some((release) => release.number === number) ?? false;
    });
  }

  /** Leaves out rounds with releases that do not count. */
  leaveOut(releases: Releases): void {
    if (this.#releases === releases && !this.#hasNews) return;
    this.#releases = releases;
    this.#hasNews = false;
    const none = new Map<string, number>();
    this.#leftOut = new Set(
      [...this.#restsOn].flatMap(([number, { basis, setAsideAt }]) =>
        setAsideAt === null && this.#areHeld(basis, none) ? [] : [number],
      ),
    );
  }

  /** Reads new rounds, and which of all are set aside; the caller then calls `leaveOut`. */
  async read(em: Em): Promise<void> {
    const one = em.fork();
    const kept = await one.execute<{ number: number; setAsideAt: number | null }[]>(
      `select number, (extract(epoch from set_aside_at) * 1000)::float8 as "setAsideAt" from estimate_round order by number`,
    );
    const fresh = kept.flatMap(({ number }) => (this.#rounds.has(number) ? [] : [number]));
    if (fresh.length > 0) await this.#readFresh(one, `{${fresh.join()}}`);
    for (const { number, setAsideAt } of kept) {
      this.#restsOn.set(number, { basis: this.#restsOn.get(number)?.basis ?? [], setAsideAt });
    }
    this.#hasNews = true;
  }

  async #readFresh(em: Em, numbers: string): Promise<void> {
    const rounds: (EstimateRound & { readonly basis: RoundBasis })[] = await em.execute(
      `select number, goal_code as goal, month, occasion, (extract(epoch from known_from) * 1000)::float8 as "knownFrom", basis
       from estimate_round where number = any(?::int[]) order by number`,
      [numbers],
    );
    const rows: EstimateRow[] = await em.execute(
      `select round, place, cells, people, standard_error as "standardError", reach, epsilon, parts from place_estimate
       where round = any(?::int[])`,
      [numbers],
    );
    const ofRounds = Map.groupBy(rows, ({ round }) => round);
    for (const { basis, ...round } of rounds) {
      const estimates = (ofRounds.get(round.number) ?? []).map(({ place, parts, ...estimate }) => {
        const read = Object.entries(parts).map(([organisation, [people, atMost, unsketched]]): [string, Part] => [
          organisation,
          { people, atMost, unsketched },
        ]);
        return [place, { ...estimate, parts: new Map(read) }] as const;
      });
      this.add(round, new Map(estimates), basis);
    }
  }

  /** Adds a stored round. */
  add(round: EstimateRound, estimates: MadeEstimates, basis: RoundBasis = []): void {
    const { number, goal, month, knownFrom } = round;
    this.#rounds.set(number, round);
    this.#restsOn.set(number, { basis, setAsideAt: null });
    this.#ofGoals.set(goal, [...(this.#ofGoals.get(goal) ?? []), round]);
    for (const [place, { cells, people, standardError, reach, epsilon, parts }] of estimates) {
      const key = `${goal} ${place}`;
      const version = { month, round: number, knownFrom, cells, people, standardError, reach, epsilon, parts };
      this.#ofPlaces.set(key, [...(this.#ofPlaces.get(key) ?? []), version].sort(newestLast));
    }
  }
}
