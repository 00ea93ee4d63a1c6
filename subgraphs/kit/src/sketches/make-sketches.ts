import type { KeyObject } from 'node:crypto';
import {
  type Cell,
  digestOf,
  type PeriodKey,
  type PeriodKeys,
  placeKey,
  sealSketches,
  type SketchEntry,
} from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { pseudonymsName } from '../database/pseudonym-versions.js';
import { forgetOtherKeys } from './sketch-parts.js';
import type { WantedMonth } from './refresh-parts.js';
import { sketchesOfGoal } from './sketches-of-goal.js';
import { keptSketches, type MadeSketches, putSealed, wasErasedSince } from './sketch-store.js';

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
  /** Whether it names all sketches, those that stay as they are among them. */
  readonly all: boolean;
}

/**
 * From how many published people of a place on it has sketches of groups, too: by sex and by age band. What is estimated of
 * fewer is too exact to be shown (`docs/decisions/people-once-disclosure.md`).
 */
export const groupsFrom = 1_000;

/** How many months' sketches are made in one reading of the people: the more, the more are in memory. */
const monthsAtOnce = 6;

/**
 * Makes the sketches that belong to a release: of each goal and month with a key and with published people, where a
 * published number changed, the key or the version of pseudonyms did, none is kept, or somebody was erased since. A sketch
 * is as old as the numbers beside it: it changes when one of them does. Sealed, they are put aside until the release is kept.
 * @returns those that the release names.
 */
export async function makeSketches(
  em: SqlEntityManager,
  keys: SketchKeys,
  sketched: Sketched,
): Promise<MadeSketches[]> {
  const { organisation } = sketched;
  const kept = await keptSketches(em);
  const pseudonyms = await pseudonymsName(em);
  const nameOf = (key: PeriodKey) => keyName(key, pseudonyms);
  await forgetOtherKeys(em, new Map([...keys.periods].map(([month, key]) => [month, nameOf(key)])));
  const { wanted, staying } = await wantedSketches(em, keys, nameOf, sketched, kept);
  const named: MadeSketches[] = sketched.all ? staying.map((entry) => ({ entry, isNewKey: false, isKept: true })) : [];
  for (const [goal, months] of wanted) {
    for (let first = 0; first < months.length; first += monthsAtOnce) {
      const some = months.slice(first, first + monthsAtOnce);
      const made = await sketchesOfGoal(em, goal, some, sketched);
      for (const { month, keyName: key } of some) {
        const head = { organisation, goal, month, key };
        const sealed = await sealSketches(head, made.get(month) ?? new Map(), keys.sealTo);
        const entry = { goal, month, key: head.key, digest: digestOf(sealed) };
        await putSealed(em, entry, sealed);
        named.push({ entry, isNewKey: kept.get(`${goal} ${month}`)?.key !== head.key, isKept: false });
      }
    }
  }
  return named.sort(({ entry: a }, { entry: b }) => (`${a.goal} ${a.month}` < `${b.goal} ${b.month}` ? -1 : 1));
}

/** What sketches are merged by: only those that name the same key and the same version of pseudonyms ever are. */
function keyName(key: PeriodKey, pseudonyms: string): string {
  return `${key.id}.${pseudonyms}`;
}

/** Which sketches are to be made, by goal and the earliest month first, and which of those that are kept stay. */
async function wantedSketches(
  em: SqlEntityManager,
  { periods }: SketchKeys,
  nameOf: (key: PeriodKey) => string,
  { cells, changed }: Sketched,
  kept: ReadonlyMap<string, SketchEntry>,
): Promise<{ readonly wanted: ReadonlyMap<string, readonly WantedMonth[]>; readonly staying: readonly SketchEntry[] }> {
  const isAnew = await wasErasedSince(em);
  const hasChanged = new Set(changed.map(([goal, , , month]) => `${goal} ${month}`));
  const wanted = new Map<string, Map<string, WantedMonth & { readonly places: Map<string, boolean> }>>();
  const staying = new Map<string, SketchEntry>();
  for (const [goal, code, validFrom, month, people] of cells) {
    const key = periods.get(month);
    if (people === 0 || key === undefined) continue;
    const name = `${goal} ${month}`;
    const before = kept.get(name);
    if (before && !isAnew && !hasChanged.has(name) && before.key === nameOf(key)) {
      staying.set(name, before);
      continue;
    }
    const ofGoal = wanted.get(goal) ?? new Map<string, WantedMonth & { readonly places: Map<string, boolean> }>();
    wanted.set(goal, ofGoal);
    const ofMonth = ofGoal.get(month) ?? { month, key, keyName: nameOf(key), places: new Map<string, boolean>() };
    ofGoal.set(month, ofMonth);
    ofMonth.places.set(placeKey({ code, validFrom }), people >= groupsFrom);
  }
  const inOrder = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
  return {
    wanted: new Map([...wanted].map(([goal, months]) => [goal, [...months].sort(inOrder).map(([, one]) => one)])),
    staying: [...staying.values()],
  };
}
