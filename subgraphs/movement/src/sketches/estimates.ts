import { setImmediate as nextTurn } from 'node:timers/promises';
import { groupKey, PeopleSketch, type SubgraphContext } from '@hub/kit';
import type { OpenedSketches, SketchOpener } from './open-sketches.js';
import type { SketchReference } from './taken-sketches.js';

/** How many people several organisations reached together in a place, each counted once. */
export interface SketchEstimate {
  readonly people: number;
  readonly standardError: number;
  /** How many organisations' sketches were merged. */
  readonly organisations: number;
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

  constructor(
    private readonly em: SubgraphContext['em'],
    private readonly opener: SketchOpener,
    private readonly rootPlace: string,
  ) {}

  /** What is known of sketches of one goal, month and key, all of them merged; undefined before that is estimated. */
  async of(references: readonly SketchReference[]): Promise<EstimatesByPlace | undefined> {
    const key = basisOf(references);
    const known = this.#known.get(key) ?? (await this.#read(references));
    if (known) this.#remember(key, known);
    return known;
  }

  /**
   * Estimates, unless that was done before.
   * @returns whether the estimates are known now; not where a sketch is not there.
   */
  async make(references: readonly SketchReference[]): Promise<boolean> {
    if (await this.of(references)) return true;
    const opened: OpenedSketches[] = [];
    for (const reference of references) {
      const sketches = await this.opener.open(reference);
      if (!sketches) return false;
      opened.push(sketches);
    }
    const estimates = await estimateAll(opened, await this.#groups());
    await this.#keep(references, estimates);
    this.#remember(basisOf(references), estimates);
    return true;
  }

  /** The groups of communes that have estimates of their own, each with its communes (`placeKey`). */
  async #groups(): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows: { place: string; root: string; type: string; area: string }[] = await this.em.fork().execute(
      `select p.code || ' ' || p.valid_from as place, r.code || ' ' || r.valid_from as root, p.type, p.area
       from place p cross join lateral (select code, valid_from from place where code = ? order by valid_from desc limit 1) r
       where p.level = 'COMMUNE'`,
      [this.rootPlace],
    );
    const named = rows.flatMap(({ place, root, type, area }) =>
      [area, type].flatMap((group) => (group ? [{ group: groupKey(root, group), place }] : [])),
    );
    const groups = Map.groupBy(named, ({ group }) => group);
    return new Map([...groups].map(([group, places]) => [group, places.map(({ place }) => place)]));
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

/** Merges sketches place by place, and group by group, and estimates each. */
async function estimateAll(
  opened: readonly OpenedSketches[],
  groups: ReadonlyMap<string, readonly string[]>,
): Promise<EstimatesByPlace> {
  const places = [...new Set(opened.flatMap((sketches) => [...sketches.keys()]))];
  const estimates = new Map<string, SketchEstimate>();
  const estimate = (key: string, of: readonly string[]) => {
    const found = opened
      .map((sketches) => of.flatMap((place) => sketches.get(place) ?? []))
      .filter(({ length }) => length);
    if (found.length > 0) estimates.set(key, { ...mergedEstimate(found.flat()), organisations: found.length });
  };
  for (const [index, place] of places.entries()) {
    if (index % placesAtOnce === 0) await nextTurn();
    estimate(place, [place]);
  }
  for (const [group, communes] of groups) {
    await nextTurn();
    estimate(group, communes);
  }
  return estimates;
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
