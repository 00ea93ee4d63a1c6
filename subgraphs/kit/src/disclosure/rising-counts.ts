import { countStep, mostOfTotal, type PublishedCount, roundDown, slack } from '@hub/protocol';

/** A part of a total, as it is said of an earlier month, and as it is to be said of a later one. */
export interface RisingPart<Cell> {
  readonly before: PublishedCount;
  readonly after: Cell;
}

/** Counts that can only have risen since an earlier month: those of whom a total consists, and the total. */
export interface Rise<Cell> {
  readonly total: RisingPart<Cell>;
  /** In the order in which they are lowered. */
  readonly parts: readonly RisingPart<Cell>[];
}

interface Mutable {
  people: number;
  atMost: number;
}

/** How many people a part must have gained at least, by what is said of it. */
const gained = ({ before, after }: RisingPart<Mutable>) => Math.max(0, after.people - before.people - slack);

/** How many more people the parts may be said to have gained before one of them leaves fewer than ten values. */
function leftOf({ total, parts }: Rise<Mutable>): number {
  const most = mostOfTotal(total.after.people) - total.before.people;
  return most - slack - parts.reduce((sum, part) => sum + gained(part), 0);
}

/**
 * All parts together gain no more than their total can have gained, by its numbers. So where the parts' numbers say that
 * they gained nearly all of that, they are lowered, one after another, until it leaves ten values for each part.
 * @returns whether any was lowered.
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

/** The parts of which anybody can tell that they may have been lowered: to say a step more, the total had to rise more. */
export function mayBeLowered<Cell extends Mutable>(rise: Rise<Cell>): Cell[] {
  const left = leftOf(rise);
  return rise.parts.flatMap((part) => {
    const { before, after } = part;
    const more = Math.max(0, after.people + countStep - before.people - slack);
    return more - gained(part) > left ? [after] : [];
  });
}

/** The most that a part can be: what it was before at most, and all that the total can have gained. */
export function mostAfterRise({ total }: Rise<Mutable>, { before }: RisingPart<Mutable>): number {
  return before.atMost + total.after.atMost - total.before.people;
}
