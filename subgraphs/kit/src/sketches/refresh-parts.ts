import { PeopleSketch, type PeriodKey, personTokens } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TimeSlice } from '../database/time-slice.js';
import { peopleOfGoal, pseudonymsOf, type ReachedPeople } from './people-of-goal.js';
import { forgetParts, keepParts, type KeptPart, keptParts, type PeopleOfPart, peopleOfParts } from './sketch-parts.js';

/** The sketches of a month to make: their key, their places, and whether a place has groups. */
export interface WantedMonth {
  readonly month: string;
  readonly key: PeriodKey;
  /** The name under which sketches with that key and today's pseudonyms can be merged. */
  readonly keyName: string;
  readonly places: ReadonlyMap<string, boolean>;
}

/** After how many people other work may run. */
const peopleOfStep = 50;

/** How many parts are written at a time. */
const partsAtOnce = 500;

/**
 * Makes the parts of a goal's people that changed since they were made, or that have another key; all others stay
 * stored.
 * @param wanted in the order of their months.
 */
export async function refreshParts(
  em: SqlEntityManager,
  goal: string,
  wanted: readonly WantedMonth[],
  through: string,
): Promise<void> {
  const names = wanted.map(({ month }) => month);
  const now = await peopleOfParts(em, goal, names, through);
  const keyNames = new Map(wanted.map(({ month, keyName }) => [month, keyName]));
  const kept = await keptParts(em, goal, names);
  const fresh = new Set<string>();
  const gone: (typeof kept)[number][] = [];
  for (const one of kept) {
    const people = now.get(one.part)?.get(one.month);
    if (!people) gone.push(one);
    else if (people.people === one.people && people.who === one.who && keyNames.get(one.month) === one.key) {
      fresh.add(`${one.part} ${one.month}`);
    }
  }
  await forgetParts(em, goal, gone);
  const isStale = (part: string, month: string) => now.get(part)?.has(month) === true && !fresh.has(`${part} ${month}`);
  const parts = [...now.keys()].filter((part) => names.some((month) => isStale(part, month)));
  if (parts.length === 0) return;
  const slice = new TimeSlice();
  const months = wanted.map((one) => ({ ...one, tokenOf: personTokens(one.key) }));
  let made: KeptPart[] = [];
  let open: OpenPart | undefined;
  const write = async () => {
    for (const [month, sketch] of open?.sketches ?? []) {
      const { part } = open as OpenPart;
      const people = now.get(part)?.get(month) as PeopleOfPart;
      made.push({ part, month, key: keyNames.get(month) ?? '', ...people, bytes: sketch.toBytes() });
      if (slice.isOver) await slice.next();
    }
    if (made.length < partsAtOnce) return;
    await keepParts(em, goal, made);
    made = [];
  };
  for await (const page of peopleOfGoal(em, goal, { through, last: names.at(-1) ?? '', parts })) {
    for (const people of page) {
      if (open?.part !== people.part) {
        await write();
        const { part } = people;
        const stale = names.filter((month) => isStale(part, month));
        open = { part, sketches: new Map(stale.map((month) => [month, new PeopleSketch()])) };
      }
      for (const { month, tokenOf } of months) {
        const sketch = open.sketches.get(month);
        if (sketch && people.month <= month) await add(people, tokenOf, sketch, slice);
      }
    }
  }
  await write();
  await keepParts(em, goal, made);
}

/** The unfinished sketches of a part, by month. */
interface OpenPart {
  readonly part: string;
  readonly sketches: ReadonlyMap<string, PeopleSketch>;
}

async function add(
  people: ReachedPeople,
  tokenOf: (pseudonym: string) => Buffer,
  sketch: PeopleSketch,
  slice: TimeSlice,
): Promise<void> {
  let count = 0;
  for (const pseudonym of pseudonymsOf(people)) {
    sketch.add(tokenOf(pseudonym));
    if ((count += 1) % peopleOfStep === 0 && slice.isOver) await slice.next();
  }
  if (slice.isOver) await slice.next();
}
