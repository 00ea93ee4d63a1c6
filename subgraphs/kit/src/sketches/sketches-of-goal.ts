import { PeopleSketch, placeKey } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TimeSlice } from '../database/time-slice.js';
import { partOf, placesOfGoal } from './people-of-goal.js';
import { refreshParts, type WantedMonth } from './refresh-parts.js';
import { sketchesOfParts } from './sketch-parts.js';

/** The key of the sketch of a group of a place's people. */
export function groupKey(place: string, group: string): string {
  return `${place} ${group}`;
}

/** The last day of a release, and the hub's root place. */
interface Released {
  readonly through: string;
  readonly root: { readonly code: string; readonly from: string };
}

/**
 * Makes a goal's sketches of some months: of the people to date at the end of each, in each place and in all places. It
 * hashes only the people of parts that changed since these were made; it merges all other parts as stored. It holds the
 * sketches of one group of places in memory, and the written bytes of all others.
 * @param wanted in the order of their months.
 * @returns by month, the bytes of each place's sketch.
 */
export async function sketchesOfGoal(
  em: SqlEntityManager,
  goal: string,
  wanted: readonly WantedMonth[],
  released: Released,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>> {
  await refreshParts(em, goal, wanted, released.through);
  return mergedParts(em, goal, wanted, released);
}

/** A month's unfinished sketches. */
interface OpenMonth extends WantedMonth {
  /** The sketches of all places, and of the current group of places. */
  readonly ofWhole: Map<string, PeopleSketch>;
  readonly ofGroup: Map<string, PeopleSketch>;
  /** The finished sketches. */
  readonly bytes: Map<string, Uint8Array>;
}

/** Merges the parts of places. */
async function mergedParts(
  em: SqlEntityManager,
  goal: string,
  wanted: readonly WantedMonth[],
  { through, root }: Released,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>> {
  const slice = new TimeSlice();
  const names = wanted.map(({ month }) => month);
  const { wholes, groups } = await placesOfGoal(em, goal, names, through);
  const rootKey = placeKey({ code: root.code, validFrom: root.from });
  const months = new Map(
    wanted.map((one): [string, OpenMonth] => [
      one.month,
      { ...one, ofWhole: new Map(), ofGroup: new Map(), bytes: new Map() },
    ]),
  );
  let group: number | undefined;
  for await (const page of sketchesOfParts(em, goal, names, groups)) {
    for (const row of page) {
      if (group !== undefined && group !== row.group) await write([...months.values()], 'ofGroup', slice);
      group = row.group;
      const month = months.get(row.month);
      if (!month) continue;
      const { place, ...groupsOfPart } = partOf(row.part);
      const here = wholes.get(`${place} ${row.month}`) ?? place;
      const sketch = PeopleSketch.fromBytes(row.sketch);
      for (const into of [
        ...sketchesIn(month.ofGroup, month.places, here, groupsOfPart),
        ...sketchesIn(month.ofWhole, month.places, rootKey, groupsOfPart),
      ]) {
        into.merge(sketch);
      }
      if (slice.isOver) await slice.next();
    }
  }
  await write([...months.values()], 'ofGroup', slice);
  await write([...months.values()], 'ofWhole', slice);
  return new Map([...months].map(([month, { bytes }]) => [month, bytes]));
}

/**
/**
 * The sketches of a place that contain some people: the place's, also where fewer people than are published are in it,
 * and, where it has groups, the sketches of their sex and age band.
 */
function sketchesIn(
  sketches: Map<string, PeopleSketch>,
  places: ReadonlyMap<string, boolean>,
  place: string,
  { sex, ageBand }: Pick<ReturnType<typeof partOf>, 'sex' | 'ageBand'>,
): PeopleSketch[] {
  const keys = places.get(place) ? [place, groupKey(place, sex), groupKey(place, ageBand)] : [place];
  return keys.map((key) => {
    let sketch = sketches.get(key);
    if (!sketch) sketches.set(key, (sketch = new PeopleSketch()));
    return sketch;
  });
}

/** Writes finished sketches. */
async function write(months: readonly OpenMonth[], which: 'ofGroup' | 'ofWhole', slice: TimeSlice): Promise<void> {
  for (const { [which]: sketches, bytes } of months) {
    for (const [key, sketch] of sketches) {
      bytes.set(key, sketch.toBytes());
      if (slice.isOver) await slice.next();
    }
    sketches.clear();
  }
}
