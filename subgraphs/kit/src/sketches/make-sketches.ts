import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PeopleSketch } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { placeKey } from '../release/figures.js';
import { pseudonymsName } from '../database/pseudonym-versions.js';
import type { Cell, SketchEntry } from '../release/release-format.js';
import { peopleOfGoal, wholesOf } from './people-of-goal.js';
import type { PeriodKey, PeriodKeys } from './period-keys.js';
import { personTokens } from './person-token.js';
import { sealedDigest, sealSketches } from './sealed-sketches.js';
import { keptSketches, type SealedSketches, wasErasedSince } from './sketch-store.js';

/** With what an organisation makes and seals sketches. */
export interface SketchKeys {
  readonly periods: PeriodKeys;
  /** Movement's public key. */
  readonly sealTo: KeyObject;
}

/** What a release says, of which sketches are to be made. */
export interface Sketched {
  readonly organisation: string;
  readonly through: string;
  /** The place that the hub is of. */
  readonly root: { readonly code: string; readonly from: string };
  /** All cells of the release. */
  readonly cells: readonly Cell[];
  /** Those that differ from the former one. */
  readonly changed: readonly Cell[];
  /** Whether all sketches are made anew. */
  readonly all: boolean;
}

/** Of a goal, the months whose sketches are to be made, each with its key and the places that are published. */
interface Wanted {
  readonly months: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Makes the sketches that belong to a release: of each goal and month with a key and with published people, where a
 * published number changed, the key or the version of pseudonyms did, none is kept, or somebody was erased since. A sketch is as old as the numbers
 * beside it: it changes when one of them does.
 */
export async function makeSketches(
  em: SqlEntityManager,
  keys: SketchKeys,
  sketched: Sketched,
): Promise<SealedSketches[]> {
  const pseudonyms = await pseudonymsName(em);
  const nameOf = (month: string) => keyName(keys.periods.get(month), pseudonyms);
  const wanted = await wantedSketches(em, keys, nameOf, sketched);
  const made: SealedSketches[] = [];
  for (const [goal, { months }] of wanted) {
    for (const [month, sketches] of await sketchesOfGoal(em, keys, sketched, goal, months)) {
      const key = nameOf(month);
      const { organisation } = sketched;
      const bytes = new Map([...sketches].map(([place, sketch]) => [place, sketch.toBytes()]));
      const sealed = await sealSketches({ organisation, goal, month, key }, bytes, keys.sealTo);
      made.push({ entry: { goal, month, key, digest: sealedDigest(sealed) }, sealed });
      await nextTurn();
    }
  }
  return made;
}

/** What sketches are merged by: only those that name the same key and the same version of pseudonyms ever are. */
function keyName(key: PeriodKey | undefined, pseudonyms: string): string {
  return `${key?.id ?? ''}.${pseudonyms}`;
}

async function wantedSketches(
  em: SqlEntityManager,
  { periods }: SketchKeys,
  nameOf: (month: string) => string,
  { cells, changed, all }: Sketched,
): Promise<ReadonlyMap<string, Wanted>> {
  const kept = await keptSketches(em);
  const isAnew = all || (await wasErasedSince(em));
  const hasChanged = new Set(changed.map(([goal, , , month]) => `${goal} ${month}`));
  const isWanted = (goal: string, month: string) => {
    const name = `${goal} ${month}`;
    return isAnew || hasChanged.has(name) || kept.get(name)?.key !== nameOf(month);
  };
  const wanted = new Map<string, { months: Map<string, Set<string>> }>();
  for (const [goal, code, validFrom, month, people] of cells) {
    if (people === 0 || !periods.has(month) || !isWanted(goal, month)) continue;
    const ofGoal = wanted.get(goal) ?? { months: new Map<string, Set<string>>() };
    wanted.set(goal, ofGoal);
    const places = ofGoal.months.get(month) ?? new Set<string>();
    ofGoal.months.set(month, places.add(placeKey({ code, validFrom })));
  }
  return wanted;
}

/** The sketches of one goal: people to date at the end of each month, in each place and in all of them. */
async function sketchesOfGoal(
  em: SqlEntityManager,
  { periods }: SketchKeys,
  { through, root }: Sketched,
  goal: string,
  months: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, PeopleSketch>>> {
  const names = [...months.keys()].sort();
  const wholes = await wholesOf(em, goal, names, through);
  const rootKey = placeKey({ code: root.code, validFrom: root.from });
  const ofMonths = names.map((month) => {
    const key = periods.get(month);
    if (!key) throw new Error(`No key of ${month}, though its sketches were to be made.`);
    const sketches = new Map([...(months.get(month) ?? [])].map((place) => [place, new PeopleSketch()]));
    return { month, tokenOf: personTokens(key), sketches };
  });
  for await (const people of peopleOfGoal(em, goal, through)) {
    for (const { month, tokenOf, sketches } of ofMonths) {
      for (const { pseudonym, place, month: since } of people) {
        if (since > month) continue;
        const token = tokenOf(pseudonym);
        sketches.get(wholes.get(`${place} ${month}`) ?? place)?.add(token);
        sketches.get(rootKey)?.add(token);
      }
      await nextTurn();
    }
  }
  return new Map(ofMonths.map(({ month, sketches }) => [month, sketches]));
}

/** How a release names the sketches that it brings. */
export function entriesOf(sketches: readonly SealedSketches[]): SketchEntry[] {
  return sketches.map(({ entry }) => entry);
}
