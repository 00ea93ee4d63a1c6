import { setImmediate as nextTurn } from 'node:timers/promises';
import { PeopleSketch, type SubgraphContext } from '@hub/kit';
import type { CommuneGroups, CommunesByGroup } from './commune-groups.js';
import type { OpenedSketches, SketchOpener } from './open-sketches.js';
import type { SketchReference } from './taken-sketches.js';

/** How many people several organisations reached together in a place, each counted once. */
export interface SketchEstimate {
  readonly people: number;
  readonly standardError: number;
  /** How many organisations' sketches were merged. */
  readonly organisations: number;
  /** Whether it was made of an earlier month, since which no published number has moved. */
  readonly isEarlier?: boolean;
}

/** The estimates of one goal and month, by place (`placeKey`); a place of which no sketch is has none. */
export type EstimatesByPlace = ReadonlyMap<string, SketchEstimate>;

/** How many goals and months of estimates are kept in memory. */
const keptInMemory = 512;

/** How many places are estimated before others have their turn. */
const placesAtOnce = 4;

/** Estimates people from organisations' sketches, once for each set of them; the numbers stay when the sketches are gone. */
export class Estimates {
  readonly #known = new Map<string, EstimatesByPlace>();
  #made = 0;

  constructor(
    private readonly em: SubgraphContext['em'],
    private readonly opener: SketchOpener,
    private readonly groups: CommuneGroups,
  ) {}

  /** What is known of sketches of one goal, month and key, all of them merged; undefined before that is estimated. */
  async of(references: readonly SketchReference[]): Promise<EstimatesByPlace | undefined> {
    const key = basisOf(references);
    const known = this.#known.get(key) ?? (await this.#read(references));
    if (known) this.#remember(key, known);
    return known;
  }

  /** How often something was estimated: what was known of sketches before is not all that is known now. */
  get made(): number {
    return this.#made;
  }

  /**
   * Estimates what was not before: groups of communes may be new.
   * @returns whether the estimates are known now; not where a sketch is not there.
   */
  async make(references: readonly SketchReference[]): Promise<boolean> {
    const known = await this.of(references);
    const groups = await this.groups.of(references[0]?.month ?? '');
    const missing = new Map([...groups].filter(([group]) => !known?.has(group)));
    if (known && missing.size === 0) return true;
    const opened: OpenedSketches[] = [];
    for (const reference of references) {
      const sketches = await this.opener.open(reference);
      if (!sketches) return known !== undefined;
      opened.push(sketches);
    }
    const ofPlaces = known ?? (await estimatePlaces(opened));
    const estimates = new Map([...ofPlaces, ...(await estimateGroups(opened, missing))]);
    await this.#keep(references, estimates);
    this.#remember(basisOf(references), estimates);
    this.#made += 1;
    return true;
  }

  async #read(references: readonly SketchReference[]): Promise<EstimatesByPlace | undefined> {
    const [{ goal, month } = { goal: '', month: '' }] = references;
    const rows: (SketchEstimate & { readonly place: string })[] = await this.em.fork().execute(
      `select place, people, standard_error as "standardError", organisations from sketch_estimate
         where (goal_code, month, basis) = (?, ?, ?)`,
      [goal, month, basisOf(references)],
    );
    if (rows.length === 0) return undefined;
    return new Map(rows.map(({ place, ...estimate }) => [place, estimate]));
  }

  async #keep(references: readonly SketchReference[], estimates: EstimatesByPlace): Promise<void> {
    const [{ goal, month } = { goal: '', month: '' }] = references;
    const rows = [...estimates].map(([place, estimate]) => ({ place, ...estimate }));
    await this.em.fork().execute(
      `insert into sketch_estimate (goal_code, month, basis, place, people, standard_error, organisations)
         select ?, ?, ?, r.place, r.people, r."standardError", r.organisations
         from json_to_recordset(?::json) as r(place text, people int, "standardError" float8, organisations int)
         on conflict do nothing`,
      [goal, month, basisOf(references), JSON.stringify(rows)],
    );
  }

  #remember(key: string, estimates: EstimatesByPlace): void {
    this.#known.delete(key);
    this.#known.set(key, estimates);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= keptInMemory) return;
      this.#known.delete(oldest);
    }
  }
}

/** Merges the sketches of each place that any has, and estimates its people. */
async function estimatePlaces(opened: readonly OpenedSketches[]): Promise<EstimatesByPlace> {
  const places = [...new Set(opened.flatMap((sketches) => [...sketches.keys()]))];
  const estimates = new Map<string, SketchEstimate>();
  for (const [index, place] of places.entries()) {
    if (index % placesAtOnce === 0) await nextTurn();
    estimates.set(place, estimateOf(opened, [place]));
  }
  return estimates;
}

/** Merges the sketches of each group's communes, and estimates its people: none where no commune has a sketch. */
async function estimateGroups(opened: readonly OpenedSketches[], groups: CommunesByGroup): Promise<EstimatesByPlace> {
  const estimates = new Map<string, SketchEstimate>();
  for (const [group, communes] of groups) {
    await nextTurn();
    estimates.set(group, estimateOf(opened, communes));
  }
  return estimates;
}

function estimateOf(opened: readonly OpenedSketches[], places: readonly string[]): SketchEstimate {
  const found = opened
    .map((sketches) => places.flatMap((place) => sketches.get(place) ?? []))
    .filter(({ length }) => length);
  return { ...mergedEstimate(found.flat()), organisations: found.length };
}

/** Estimates the people of several sketches together. */
export function mergedEstimate(sketches: readonly PeopleSketch[]): Pick<SketchEstimate, 'people' | 'standardError'> {
  const all = new PeopleSketch();
  for (const sketch of sketches) all.merge(sketch);
  const { people, standardError } = all.estimate();
  return { people, standardError };
}

/** Which sketches of which releases are meant: those of one goal and month, whatever their order. */
function basisOf(references: readonly SketchReference[]): string {
  const [first] = references;
  const names = references.map(({ organisation, number }) => `${organisation} ${number}`).sort();
  return `${first?.goal ?? ''} ${first?.month ?? ''}: ${names.join(', ')}`;
}
