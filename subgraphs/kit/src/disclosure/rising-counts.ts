import { countStep, mostOfTotal, type PublishedCount, roundDown, slack } from '@hub/protocol';

/** A part of a total: its published value in an earlier month, and its value to be published in a later one. */
export interface RisingPart<Cell> {
  readonly before: PublishedCount;
  readonly after: Cell;
}

/** Counts that can only have risen since an earlier month: the parts of a total, and the total. */
export interface Rise<Cell> {
  readonly total: RisingPart<Cell>;
  /** In the order in which they are lowered. */
  readonly parts: readonly RisingPart<Cell>[];
}

interface Mutable {
  people: number;
  atMost: number;
}

/** The least number of people that a part must have gained, by its published values. */
const gained = ({ before, after }: RisingPart<Mutable>) => Math.max(0, after.people - before.people - slack);

/** How many more people the parts may gain in published values before a part has fewer than ten possible values. */
function leftOf({ total, parts }: Rise<Mutable>): number {
  const most = mostOfTotal(total.after.people) - total.before.people;
  return most - slack - parts.reduce((sum, part) => sum + gained(part), 0);
}

/**
 * The parts' gains in published values stay below the total's possible gain. Where the parts gain nearly all of it,
 * they are lowered, one after another, until each part has ten possible values.
 * @returns whether a part was lowered.
 */
export function lowerRises(rise: Rise<Mutable>): boolean {
  let left = leftOf(rise);
  if (left >= 0) return false;
  for (const part of rise.parts) {
    const before = gained(part);
    if (before === 0) continue;
    part.after.people = part.before.people + roundDown(slack + Math.max(0, before + left));
    left += before - gained(part);
    if (left >= 0) break;
  }
  return true;
}

/** The parts that a reader knows may have been lowered: one more step of a part needed a larger rise of the total. */
export function mayBeLowered<Cell extends Mutable>(rise: Rise<Cell>): Cell[] {
  const left = leftOf(rise);
  return rise.parts.flatMap((part) => {
    const { before, after } = part;
    const more = Math.max(0, after.people + countStep - before.people - slack);
    return more - gained(part) > left ? [after] : [];
  });
}

/** The largest value of a part: its former upper value plus the total's largest gain. */
export function mostAfterRise({ total }: Rise<Mutable>, { before }: RisingPart<Mutable>): number {
  return before.atMost + total.after.atMost - total.before.people;
}
