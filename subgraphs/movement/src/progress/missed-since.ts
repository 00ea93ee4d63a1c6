import { type PublishedCount, roundDown } from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import type { Part } from '../sketches/parts.js';

/** How many people more, or fewer, there may be than when an estimate was made. */
export interface Missed {
  readonly more: number;
  readonly fewer: number;
}

/**
 * What an estimate that stands may have missed since it was made: all whom organisations may have got by their published
 * numbers, and all whom those without a sketch may hold; and those who went where a number fell.
 * @param shares what each has published now; null for one that is missing.
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
    // In the same month, the same number is of the same people.
    if (isOfMonth && share.people === part.people) continue;
    more += Math.max(0, share.atMost - part.people);
    if (share.people < part.people) fewer += part.atMost - share.people;
  }
  return { more, fewer };
}

/**
 * The likeliest number now: what came since by published numbers is taken to be in several organisations as often as what
 * was there. It follows from the estimate and from published numbers alone.
 */
export function likelySince(
  estimate: number,
  shares: readonly (PublishedCount | null)[],
  { then }: Pick<FoundEstimate, 'then'>,
): number {
  const sum = (counts: readonly (PublishedCount | null)[]) =>
    counts.reduce((total, count) => total + (count?.people ?? 0), 0);
  const before = sum(then);
  return before === 0 ? estimate : Math.max(0, roundDown(estimate * (sum(shares) / before)));
}

/** As `missedSince`, of a group: of people in a place, or of communes, in some of which organisations gave no sketch. */
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
