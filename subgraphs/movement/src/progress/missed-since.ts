import { type Posterior, type PublishedCount, withChances } from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import type { Part } from '../sketches/parts.js';

/** How many more, or fewer, people there may be than at the time of an estimate. */
export interface Missed {
  readonly more: number;
  readonly fewer: number;
}

/**
 * How many people an estimate may have missed since it was made: the largest possible increases by published numbers,
 * all people of organisations without a sketch, and the people who left where a number fell.
 * @param shares each organisation's published number now; null for an organisation whose number is missing.
 */
export function missedSince(
  shares: readonly (PublishedCount | null)[],
  { then, isOfMonth }: Pick<FoundEstimate, 'then' | 'isOfMonth'>,
): Missed {
  let [more, fewer] = [0, 0];
  for (const [index, share] of shares.entries()) {
    const part = then[index];
    if (!share) continue;
    if (!part) {
      more += share.atMost;
      continue;
    }
    // Within one month, an equal number means the same people.
    if (isOfMonth && share.people === part.people) continue;
    more += Math.max(0, share.atMost - part.people);
    if (share.people < part.people) fewer += part.atMost - share.people;
  }
  return { more, fewer };
}

/**
 * The posterior of the number now, from the posterior when the estimate was made: people added since by published
 * numbers, and people of organisations without a sketch. Within an organisation's published range each number is equally
 * probable, and falls only where the published number fell; each number of the people added may be in no other
 * organisation.
 * @param shares each organisation's published number now; null for an organisation whose number is missing.
 * @param allLeave whether the people that left a number were in no other organisation, as wrong records are.
 */
export function posteriorNow(
  then: Posterior,
  shares: readonly (PublishedCount | null)[],
  { then: parts, isOfMonth }: Pick<FoundEstimate, 'then' | 'isOfMonth'>,
  allLeave = false,
): Posterior {
  let now = then;
  for (const [index, share] of shares.entries()) {
    const part = parts[index] ?? nobody;
    // In the same month, the same number is of the same people.
    if (!share || (parts[index] && isOfMonth && share.people === part.people)) continue;
    now = withChances(now, chancesOfMore(part, share, allLeave));
  }
  return now;
}

const nobody: PublishedCount = { people: 0, atMost: 0 };

/** How probable it is that there are so many people more, or fewer, in all where one organisation's number changed. */
function chancesOfMore(before: PublishedCount, now: PublishedCount, allLeave: boolean): Posterior {
  const growths = new Map<number, number>();
  for (let then = before.people; then <= before.atMost; then += 1) {
    const least = now.people < before.people ? now.people : Math.max(now.people, then);
    for (let people = least; people <= now.atMost; people += 1) {
      growths.set(people - then, (growths.get(people - then) ?? 0) + 1);
    }
  }
  const ways = [...growths.values()].reduce((sum, one) => sum + one, 0);
  const [first, last] = [Math.min(0, ...growths.keys()), Math.max(0, ...growths.keys())];
  const ofGrowth = (more: number) =>
    [...growths].reduce((sum, [growth, chance]) => {
      if (growth < 0 && allLeave) return more === growth ? sum + chance / ways : sum;
      const isOfIt = growth < 0 ? more >= growth && more <= 0 : more >= 0 && more <= growth;
      return isOfIt ? sum + chance / ways / (Math.abs(growth) + 1) : sum;
    }, 0);
  const masses = Array.from({ length: last - first + 1 }, (_, index) => ofGrowth(first + index));
  return { first, step: 1, masses };
}

/** As `missedSince`, for a group: people in a place, or in communes for some of which organisations gave no sketch. */
export function missedOfGroup(parts: readonly (Part | null)[], { then }: Pick<FoundEstimate, 'then'>): Missed {
  let [more, fewer] = [0, 0];
  for (const [index, part] of parts.entries()) {
    if (!part) continue;
    const change = part.people - (then[index]?.people ?? 0);
    more += part.unsketched + Math.max(0, change);
    fewer += Math.max(0, -change);
  }
  return { more, fewer };
}
