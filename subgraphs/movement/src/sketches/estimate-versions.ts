import type { SubgraphContext } from '@hub/kit';
import type { NoisedEstimate } from './noised-estimate.js';
import type { Part, Parts } from './parts.js';

type Em = SubgraphContext['em'];

/** On what occasion estimates are made: a month closed, some days later once more, or groups of communes came after. */
export type Occasion = 'CLOSE' | 'REVISION' | 'GROUPS';

/** A version of an estimate: of a place, or of a group of places or people, at the end of a month. */
export interface EstimateVersion extends NoisedEstimate {
  readonly month: string;
  /** The number of the round in which it was made. */
  readonly round: number;
  /** Since when it was known, in milliseconds since the epoch. */
  readonly knownFrom: number;
  readonly parts: Parts;
}

/** A round of estimates: all that was made of a goal and a month at once. */
export interface EstimateRound extends RoundHead {
  readonly number: number;
}

/** What is said of a round beside its estimates. */
interface RoundHead {
  readonly goal: string;
  readonly month: string;
  readonly occasion: Occasion;
  readonly knownFrom: number;
}

/** What a round estimated, by place (`placeKey`), group (`groupKey`) or pair of organisations (`overlapKey`). */
export type MadeEstimates = ReadonlyMap<string, NoisedEstimate & { readonly parts: Parts }>;

/** A round that is to be kept. */
export interface MadeRound extends RoundHead {
  readonly madeAt: Date;
  /** Which organisations' sketches of which releases were merged. */
  readonly basis: readonly { readonly organisation: string; readonly number: number; readonly digest: string }[];
  readonly estimates: MadeEstimates;
}

type EstimateRow = NoisedEstimate & {
  readonly round: number;
  readonly place: string;
  readonly parts: Readonly<Record<string, readonly [people: number, atMost: number, unsketched: number]>>;
};

type Dated = Pick<EstimateVersion, 'month' | 'knownFrom'>;

const newestLast = (a: Dated, b: Dated) =>
  a.month === b.month ? a.knownFrom - b.knownFrom : a.month < b.month ? -1 : 1;

/** All versions of all estimates that were ever made; none of them changes. */
export class EstimateVersions {
  readonly #rounds = new Map<number, EstimateRound>();
  readonly #ofGoals = new Map<string, EstimateRound[]>();
  /** By goal and place, the newest last. */
  readonly #ofPlaces = new Map<string, EstimateVersion[]>();

  /** How many rounds there are. */
  get size(): number {
    return this.#rounds.size;
  }

  /**
   * Names the rounds that there are: with the same name, all is the same. One that is made in the place of another,
   * whose releases were set aside, has a higher number.
   */
  get state(): string {
    return `${this.#rounds.size} ${Math.max(0, ...this.#rounds.keys())}`;
  }

  /** When a month of a goal had its estimates first, as far as was known at a moment; undefined where it had none. */
  closeOf(goal: string, month: string, knownBefore = Number.POSITIVE_INFINITY): EstimateRound | undefined {
    return this.#round(goal, month, 'CLOSE', knownBefore);
  }

  /** When they were made once more. */
  revisionOf(goal: string, month: string): EstimateRound | undefined {
    return this.#round(goal, month, 'REVISION', Number.POSITIVE_INFINITY);
  }

  /** Since when each round of a goal was known, in milliseconds since the epoch. */
  momentsOf(goal: string): number[] {
    return (this.#ofGoals.get(goal) ?? []).map(({ knownFrom }) => knownFrom);
  }

  #round(goal: string, month: string, occasion: Occasion, knownBefore: number): EstimateRound | undefined {
    return this.#ofGoals
      .get(goal)
      ?.find((round) => round.month === month && round.occasion === occasion && round.knownFrom < knownBefore);
  }

  /** The version in force of a place or group at the end of a month, as far as was known at a moment. */
  inForce(
    goal: string,
    place: string,
    month: string,
    knownBefore = Number.POSITIVE_INFINITY,
  ): EstimateVersion | undefined {
    return this.#ofPlaces
      .get(`${goal} ${place}`)
      ?.findLast((version) => version.month <= month && version.knownFrom < knownBefore);
  }

  /** Reads the rounds that came since, and forgets those whose releases were set aside. */
  async read(em: Em): Promise<void> {
    const one = em.fork();
    const kept = await one.execute<{ number: number }[]>('select number from estimate_round');
    this.#forgetAllBut(new Set(kept.map(({ number }) => number)));
    const fresh = kept.flatMap(({ number }) => (this.#rounds.has(number) ? [] : [number]));
    if (fresh.length === 0) return;
    const rounds: EstimateRound[] = await one.execute(
      `select number, goal_code as goal, month, occasion, (extract(epoch from known_from) * 1000)::float8 as "knownFrom"
       from estimate_round where number = any(?::int[]) order by number`,
      [`{${fresh.join()}}`],
    );
    const rows: EstimateRow[] = await one.execute(
      `select round, place, people, standard_error as "standardError", reach, epsilon, parts from place_estimate
       where round = any(?::int[])`,
      [`{${fresh.join()}}`],
    );
    const ofRounds = Map.groupBy(rows, ({ round }) => round);
    for (const row of rounds) {
      if (this.#rounds.has(row.number)) continue;
      const estimates = (ofRounds.get(row.number) ?? []).map(({ place, parts, ...estimate }) => {
        const read = Object.entries(parts).map(([organisation, [people, atMost, unsketched]]): [string, Part] => [
          organisation,
          { people, atMost, unsketched },
        ]);
        return [place, { ...estimate, parts: new Map(read) }] as const;
      });
      this.add(row, new Map(estimates));
    }
  }

  #forgetAllBut(kept: ReadonlySet<number>): void {
    if ([...this.#rounds.keys()].every((number) => kept.has(number))) return;
    for (const number of this.#rounds.keys()) if (!kept.has(number)) this.#rounds.delete(number);
    for (const [goal, rounds] of this.#ofGoals)
      this.#ofGoals.set(
        goal,
        rounds.filter(({ number }) => kept.has(number)),
      );
    for (const [place, versions] of this.#ofPlaces)
      this.#ofPlaces.set(
        place,
        versions.filter(({ round }) => kept.has(round)),
      );
  }

  /** Adds a round that is kept. */
  add(round: EstimateRound, estimates: MadeEstimates): void {
    const { number, goal, month, knownFrom } = round;
    this.#rounds.set(number, round);
    this.#ofGoals.set(goal, [...(this.#ofGoals.get(goal) ?? []), round]);
    for (const [place, { people, standardError, reach, epsilon, parts }] of estimates) {
      const key = `${goal} ${place}`;
      const version = { month, round: number, knownFrom, people, standardError, reach, epsilon, parts };
      this.#ofPlaces.set(key, [...(this.#ofPlaces.get(key) ?? []), version].sort(newestLast));
    }
  }
}

/** Keeps a round for good. @returns whether it is kept; not where another server made it at the same time. */
export async function keepRound(em: Em, round: MadeRound): Promise<boolean> {
  return em.fork().transactional(async (transaction) => {
    const [kept] = await transaction.execute<{ number: number }[]>(
      `insert into estimate_round (goal_code, month, occasion, made_at, known_from, basis)
       values (?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing returning number`,
      [
        ...[round.goal, round.month, round.occasion, round.madeAt.toISOString()],
        ...[new Date(round.knownFrom).toISOString(), JSON.stringify(round.basis)],
      ],
    );
    if (!kept) return false;
    const rows = [...round.estimates].map(([place, { parts, ...estimate }]) => ({
      place,
      ...estimate,
      parts: Object.fromEntries(
        [...parts].map(([organisation, { people, atMost, unsketched }]) => [
          organisation,
          [people, atMost, unsketched],
        ]),
      ),
    }));
    await transaction.execute(
      `insert into place_estimate (round, place, people, standard_error, reach, epsilon, parts)
       select ?, r.place, r.people, r."standardError", r.reach, r.epsilon, r.parts
       from json_to_recordset(?::json) as r(place text, people int, "standardError" float8, reach float8, epsilon float8, parts jsonb)`,
      [kept.number, JSON.stringify(rows)],
    );
    return true;
  });
}
