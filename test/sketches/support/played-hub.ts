import { createHmac, createSecretKey } from 'node:crypto';
import {
  type Cell,
  Figures,
  monthNumber,
  mostOfTotal,
  PeopleSketch,
  type PublishedCount,
  roundDownTotal,
} from '@hub/protocol';
import { dueRound } from '../../../subgraphs/movement/src/sketches/due-round.js';
import { EstimateVersions } from '../../../subgraphs/movement/src/sketches/estimate-versions.js';
import { makeRound } from '../../../subgraphs/movement/src/sketches/make-round.js';
import { MergedPeople } from '../../../subgraphs/movement/src/sketches/merged-people.js';
import { closedMonths, type Expected } from '../../../subgraphs/movement/src/sketches/months-to-estimate.js';
import type { Source } from '../../../subgraphs/movement/src/progress/progress-frame.js';
import { type PeopleFigure, peopleFigure } from '../../../subgraphs/movement/src/progress/people-figure.js';
import type { KnownRelease } from '../../../subgraphs/movement/src/register/register.js';
import type { TakenRelease } from '../../../subgraphs/movement/src/register/taken-releases.js';

export const goal = 'G';
export const rootPlace = '38';
/** The whole, as `placeKey` has it. */
export const whole = `${rootPlace} 0001-01-01`;
/** A commune, as `placeKey` has it. */
export const placeOf = (commune: number): string => `${10_000 + commune} 2025-07-01`;

/** The people of an organisation by month and commune, each by a number, to date. */
export type PeopleOf = (month: string, commune: number) => Iterable<number>;

const floor = (people: number) => Math.floor(people / 10) * 10;

/** The setup of a played hub. */
export interface Played {
  readonly organisations: readonly string[];
  readonly communes: number;
  /** The seed of the periods' keys. */
  readonly seed: string;
  /** Groups of communes, by name. */
  readonly groups?: ReadonlyMap<string, readonly number[]>;
  /** Whether all data are made up; they are not unless told. */
  readonly demonstration?: boolean;
  /** An organisation whose sketches have another key, so that they do not merge. */
  readonly otherKey?: string;
}

/**
 * A register in memory under movement's own rules: the closed months, the due rounds of estimates, their computation,
 * and the published numbers of people.
 */
export class PlayedHub {
  readonly versions = new EstimateVersions();
  readonly #known = new Map<string, KnownRelease>();
  readonly #releases = new Map<string, TakenRelease[]>();
  readonly #opened = new Map<string, ReadonlyMap<string, PeopleSketch>>();
  readonly #expected: Expected;
  readonly #noiseKey;
  readonly #tokens = new Map<string, Buffer>();

  constructor(private readonly played: Played) {
    this.#noiseKey = createSecretKey(Buffer.from(`noise ${played.seed}`));
    const always = { validFrom: '2025-01-01', validUntil: null };
    this.#expected = {
      goals: [{ code: goal, ...always, reportDueDays: null }],
      days: [],
      expectations: played.organisations.map((organisation) => ({ goal, organisation, ...always })),
    };
  }

  /** An organisation releases its people of some months, each month with newly sealed sketches. */
  release(organisation: string, through: string, madeAt: string, months: readonly string[], people: PeopleOf): void {
    const releases = this.#releases.get(organisation) ?? [];
    const number = (releases.at(-1)?.number ?? 0) + 1;
    const cells: Cell[] = [];
    const sketches = new Map<string, KnownRelease['sketches'] extends ReadonlyMap<string, infer One> ? One : never>();
    for (const month of months) {
      const all = new PeopleSketch();
      const ofMonth = new Map<string, PeopleSketch>([[whole, all]]);
      let sum = 0;
      for (let commune = 0; commune < this.played.communes; commune += 1) {
        const place = placeOf(commune);
        const sketch = new PeopleSketch();
        let count = 0;
        for (const person of people(month, commune)) {
          const token = this.tokenOf(person, month);
          sketch.add(token);
          all.add(token);
          count += 1;
        }
        sum += count;
        if (count > 0) ofMonth.set(place, sketch);
        if (floor(count) === 0) continue;
        const [code = '', from = ''] = place.split(' ');
        cells.push([goal, code, from, month, floor(count), floor(count) + 9, 0]);
      }
      const total = roundDownTotal(sum);
      cells.push([goal, rootPlace, '0001-01-01', month, total, mostOfTotal(total), 0]);
      const digest = `${organisation} ${number} ${month}`;
      const key = organisation === this.played.otherKey ? `${month} other` : month;
      this.#opened.set(digest, ofMonth);
      sketches.set(`${goal} ${month}`, { organisation, goal, month, number, key, digest });
    }
    const release = {
      organisation,
      number,
      madeAt,
      through,
      until: through,
      withdrawnReason: null,
      withdrawnBy: null,
      isPending: false,
      acceptedAt: null,
      demonstration: this.played.demonstration ?? false,
    };
    this.#releases.set(organisation, [...releases, release as unknown as TakenRelease]);
    this.#known.set(organisation, {
      release: release as unknown as TakenRelease,
      figures: new Figures(cells),
      sketches,
    });
  }

  /** An organisation's releases of before count no more, since their key was revoked; its newest does. */
  revokeFormer(organisation: string): void {
    this.#releases.set(organisation, (this.#releases.get(organisation) ?? []).slice(-1));
  }

  /** A person's token in a month: known to all organisations. */
  tokenOf(person: number, month: string): Buffer {
    const name = `${person} ${month}`;
    let token = this.#tokens.get(name);
    if (!token) {
      token = createHmac('sha256', this.played.seed).update(name).digest().subarray(0, 8);
      this.#tokens.set(name, token);
    }
    return token;
  }

  /** Makes all estimates that are due at a moment. */
  async estimate(now: string): Promise<void> {
    const moment = Date.parse(now);
    this.versions.leaveOut(new Map(this.#releases));
    const snapshot = this.#known;
    const groups = new Map(
      [...(this.played.groups ?? [])].map(([name, communes]) => [`${whole} ${name}`, communes.map(placeOf)]),
    );
    for (const closed of closedMonths(snapshot, this.#releases, this.#expected, moment, () => true)) {
      for (;;) {
        const due = dueRound(closed, groups, { snapshot, versions: this.versions, now: moment });
        if (!due) break;
        const opened = due.references.map((reference) => ({
          reference,
          sketches: this.#opened.get(reference.digest) ?? new Map<string, PeopleSketch>(),
        }));
        const tools = { noiseKey: this.#noiseKey, rootPlace };
        const estimates = await makeRound(due, opened, { snapshot, versions: this.versions }, tools);
        this.versions.add({ number: this.versions.size + 1, ...due }, estimates, due.references);
        this.versions.leaveOut(new Map(this.#releases));
      }
    }
  }

  /** The organisations' releases as sources of a month. */
  sources(month: string): (Source | null)[] {
    return this.played.organisations.map((organisation) => {
      const known = this.#known.get(organisation);
      if (!known) return null;
      const { until: through } = known.release;
      const last = through.slice(0, 7) < month ? through.slice(0, 7) : month;
      return { figures: known.figures, through, month: last, known };
    });
  }

  /** The published share of each organisation in a place. */
  shares(place: string, month: string): (PublishedCount | null)[] {
    return this.sources(month).map((source) => source && source.figures.at(goal, place, monthNumber(source.month)));
  }

  get merged(): MergedPeople {
    return new MergedPeople(this.versions);
  }

  /**
   * The movement's published figure of the people of a place.
   * @param denominator the upper bound of people; unknown by default.
   */
  figure(place: string, month: string, denominator: number | null = null): PeopleFigure | null {
    const sources = this.sources(month);
    return peopleFigure(
      this.shares(place, month),
      denominator,
      null,
      (contributing) => this.merged.estimateOf(goal, place, sources, contributing),
      sources.some((source) => source !== null && source.month < month),
    );
  }
}
