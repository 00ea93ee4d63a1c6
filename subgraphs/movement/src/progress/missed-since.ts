import { type PublishedCount, roundDown } from '@hub/protocol';
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
 * The likeliest number now. The increase in published numbers is assumed to overlap between organisations as much as
 * the earlier numbers did. It follows from the estimate and from published numbers alone.
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
