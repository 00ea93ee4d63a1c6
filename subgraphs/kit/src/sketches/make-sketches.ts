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

/** An organisation's keys for making and sealing sketches. */
export interface SketchKeys {
  readonly periods: PeriodKeys;
  /** Movement's public key. */
  readonly sealTo: KeyObject;
}

/** A release whose sketches are to be made. */
export interface Sketched {
  readonly organisation: string;
  readonly through: string;
  /** The hub's root place. */
  readonly root: { readonly code: string; readonly from: string };
  /** All cells of the release. */
  readonly cells: readonly Cell[];
  /** The cells that differ from the former release. */
  readonly changed: readonly Cell[];
  /** Whether it lists all sketches, including unchanged ones. */
  readonly all: boolean;
}

/**
 * The least number of published people with which a place also has sketches of groups: by sex and by age band.
 * Estimates of fewer people are too exact to be shown (`docs/decisions/people-once-disclosure.md`).
 */
export const groupsFrom = 1_000;

/** How many months' sketches are made in one reading of the people: a larger number needs more memory. */
const monthsAtOnce = 6;

/**
 * Makes the sketches of a release: of each goal and month with a key and with published people, if a published number,
 * the key or the version of pseudonyms changed, if no sketch is stored, or if a person was erased since. A sketch
 * changes only together with the numbers beside it. Sealed sketches are stored separately until the release is stored.
 * @returns the sketches that the release lists.
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

/** The name under which sketches are merged: both must have the same key and the same version of pseudonyms. */
function keyName(key: PeriodKey, pseudonyms: string): string {
  return `${key.id}.${pseudonyms}`;
}

/** The sketches to make, by goal and the earliest month first, and the stored sketches that stay. */
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
