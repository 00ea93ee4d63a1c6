import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PeopleSketch } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { digestOf } from '../release/canonical.js';
import { placeKey } from '../release/figures.js';
import { pseudonymsName } from '../database/pseudonym-versions.js';
import type { Cell, SketchEntry } from '../release/release-format.js';
import { peopleOfGoal, wholesOf } from './people-of-goal.js';
import type { PeriodKey, PeriodKeys } from './period-keys.js';
import { personTokens } from './person-token.js';
import { sealSketches } from './sealed-sketches.js';
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

/**
 * From how many published people of a place on it has sketches of groups, too: by sex and by age band. What is estimated of
 * fewer is too exact to be shown (`docs/decisions/people-once-disclosure.md`).
 */
export const groupsFrom = 1_000;

/** By what the sketch of a group of a place's people is known. */
export function groupKey(place: string, group: string): string {
  return `${place} ${group}`;
}

/** The sketches of a goal that are to be made: by month the places that are published, and whether a place has groups. */
type Wanted = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/**
 * Makes the sketches that belong to a release: of each goal and month with a key and with published people, where a
 * published number changed, the key or the version of pseudonyms did, none is kept, or somebody was erased since. A sketch
 * is as old as the numbers beside it: it changes when one of them does.
 */
export async function makeSketches(
  em: SqlEntityManager,
  keys: SketchKeys,
  sketched: Sketched,
): Promise<SealedSketches[]> {
  const kept = await keptSketches(em);
  const pseudonyms = await pseudonymsName(em);
  const nameOf = (month: string) => keyName(keys.periods.get(month), pseudonyms);
  const wanted = await wantedSketches(em, keys, nameOf, sketched, kept);
  const made: SealedSketches[] = [];
  for (const [goal, months] of wanted) {
    for (const [month, sketches] of await sketchesOfGoal(em, keys, sketched, goal, months)) {
      const key = nameOf(month);
      const { organisation } = sketched;
      const bytes = new Map([...sketches].map(([place, sketch]) => [place, sketch.toBytes()]));
      const sealed = await sealSketches({ organisation, goal, month, key }, bytes, keys.sealTo);
      const isNewKey = kept.get(`${goal} ${month}`)?.key !== key;
      made.push({ entry: { goal, month, key, digest: digestOf(sealed) }, sealed, isNewKey });
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
  kept: ReadonlyMap<string, SketchEntry>,
): Promise<ReadonlyMap<string, Wanted>> {
  const isAnew = all || (await wasErasedSince(em));
  const hasChanged = new Set(changed.map(([goal, , , month]) => `${goal} ${month}`));
  const isWanted = (goal: string, month: string) => {
    const name = `${goal} ${month}`;
    return isAnew || hasChanged.has(name) || kept.get(name)?.key !== nameOf(month);
  };
  const wanted = new Map<string, Map<string, Map<string, boolean>>>();
  for (const [goal, code, validFrom, month, people] of cells) {
    if (people === 0 || !periods.has(month) || !isWanted(goal, month)) continue;
    const ofGoal = wanted.get(goal) ?? new Map<string, Map<string, boolean>>();
    wanted.set(goal, ofGoal);
    const places = ofGoal.get(month) ?? new Map<string, boolean>();
    ofGoal.set(month, places.set(placeKey({ code, validFrom }), people >= groupsFrom));
  }
  return wanted;
}

/** The sketches of one goal: people to date at the end of each month, in each place and in all of them. */
async function sketchesOfGoal(
  em: SqlEntityManager,
  { periods }: SketchKeys,
  { through, root }: Sketched,
  goal: string,
  months: Wanted,
): Promise<ReadonlyMap<string, ReadonlyMap<string, PeopleSketch>>> {
  const names = [...months.keys()].sort();
  const wholes = await wholesOf(em, goal, names, through);
  const rootKey = placeKey({ code: root.code, validFrom: root.from });
  const ofMonths = names.map((month) => {
    const key = periods.get(month);
    if (!key) throw new Error(`No key of ${month}, though its sketches were to be made.`);
    const places = months.get(month) ?? new Map<string, boolean>();
    return { month, tokenOf: personTokens(key), places, sketches: new Map<string, PeopleSketch>() };
  });
  for await (const people of peopleOfGoal(em, goal, through)) {
    for (const { month, tokenOf, places, sketches } of ofMonths) {
      for (const person of people) {
        if (person.month > month) continue;
        const token = tokenOf(person.pseudonym);
        for (const place of [wholes.get(`${person.place} ${month}`) ?? person.place, rootKey]) {
          const hasGroups = places.get(place);
          if (hasGroups === undefined) continue;
          sketchOf(sketches, place).add(token);
          if (!hasGroups) continue;
          sketchOf(sketches, groupKey(place, person.sex)).add(token);
          sketchOf(sketches, groupKey(place, person.ageBand)).add(token);
        }
      }
      await nextTurn();
    }
  }
  return new Map(ofMonths.map(({ month, sketches }) => [month, sketches]));
}

function sketchOf(sketches: Map<string, PeopleSketch>, key: string): PeopleSketch {
  let sketch = sketches.get(key);
  if (!sketch) sketches.set(key, (sketch = new PeopleSketch()));
  return sketch;
}
