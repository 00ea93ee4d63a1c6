import { PeopleSketch, type PeriodKey, personTokens, placeKey } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TimeSlice } from '../database/time-slice.js';
import { peopleOfGoal, placesOfGoal, pseudonymsOf, type ReachedPeople } from './people-of-goal.js';

/** By what the sketch of a group of a place's people is known. */
export function groupKey(place: string, group: string): string {
  return `${place} ${group}`;
}

/** The sketches of a month that are to be made: with which key, of which places, and whether a place has groups. */
export interface WantedMonth {
  readonly month: string;
  readonly key: PeriodKey;
  readonly places: ReadonlyMap<string, boolean>;
}

/** A month's sketches on their way. */
interface OpenMonth extends WantedMonth {
  readonly tokenOf: (pseudonym: string) => Buffer;
  /** Those of the whole, and those of the group of places whose people are read. */
  readonly ofWhole: Map<string, PeopleSketch>;
  readonly ofGroup: Map<string, PeopleSketch>;
  /** Those that are made. */
  readonly bytes: Map<string, Uint8Array>;
}

/** After how many people others may have their turn. */
const peopleOfStep = 50;

/**
 * Makes a goal's sketches of some months: of the people to date at the end of each, in each place and in all of them. It
 * has the sketches of one group of places in memory, and of all others what is written of them.
 * @returns by month, each place's sketch as it is written.
 */
export async function sketchesOfGoal(
  em: SqlEntityManager,
  goal: string,
  wanted: readonly WantedMonth[],
  { through, root }: { readonly through: string; readonly root: { readonly code: string; readonly from: string } },
): Promise<ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>> {
  const slice = new TimeSlice();
  const names = wanted.map(({ month }) => month);
  const { wholes, groups } = await placesOfGoal(em, goal, names, through);
  const rootKey = placeKey({ code: root.code, validFrom: root.from });
  const months = wanted.map((one): OpenMonth => ({
    ...one,
    tokenOf: personTokens(one.key),
    ...{ ofWhole: new Map(), ofGroup: new Map(), bytes: new Map() },
  }));
  let group: number | undefined;
  const last = names.toSorted().at(-1) ?? '';
  for await (const page of peopleOfGoal(em, goal, { through, last, groups })) {
    for (const people of page) {
      if (group !== undefined && group !== people.group) await write(months, 'ofGroup', slice);
      group = people.group;
      for (const month of months) {
        if (people.month > month.month) continue;
        const place = wholes.get(`${people.place} ${month.month}`) ?? people.place;
        const into = [
          ...sketchesIn(month.ofGroup, month.places, place, people),
          ...sketchesIn(month.ofWhole, month.places, rootKey, people),
        ];
        if (into.length > 0) await add(people, month, into, slice);
      }
    }
  }
  await write(months, 'ofGroup', slice);
  await write(months, 'ofWhole', slice);
  return new Map(months.map(({ month, bytes }) => [month, bytes]));
}

async function add(people: ReachedPeople, { tokenOf }: OpenMonth, into: readonly PeopleSketch[], slice: TimeSlice) {
  let count = 0;
  for (const pseudonym of pseudonymsOf(people)) {
    const token = tokenOf(pseudonym);
    for (const sketch of into) sketch.add(token);
    if ((count += 1) % peopleOfStep === 0 && slice.isOver) await slice.next();
  }
  if (slice.isOver) await slice.next();
}

/** The sketches of a place that people are in: its own, and where it has groups those of their sex and age band. */
function sketchesIn(
  sketches: Map<string, PeopleSketch>,
  places: ReadonlyMap<string, boolean>,
  place: string,
  { sex, ageBand }: ReachedPeople,
): PeopleSketch[] {
  const hasGroups = places.get(place);
  if (hasGroups === undefined) return [];
  const keys = hasGroups ? [place, groupKey(place, sex), groupKey(place, ageBand)] : [place];
  return keys.map((key) => {
    let sketch = sketches.get(key);
    if (!sketch) sketches.set(key, (sketch = new PeopleSketch()));
    return sketch;
  });
}

/** Writes sketches that nobody is added to any more. */
async function write(months: readonly OpenMonth[], which: 'ofGroup' | 'ofWhole', slice: TimeSlice): Promise<void> {
  for (const { [which]: sketches, bytes } of months) {
    for (const [key, sketch] of sketches) {
      bytes.set(key, sketch.toBytes());
      if (slice.isOver) await slice.next();
    }
    sketches.clear();
  }
}
