import { hasCountsOnly } from '@hub/kit/service';
import type { Snapshot } from '../register/register.js';
import { daysOfGrace, daysToRevision, havePassed, mostRounds } from './closing.js';
import type { CommunesByGroup } from './commune-groups.js';
import type { EstimateVersions, Occasion } from './estimate-versions.js';
import type { BroughtSketches, ClosedMonth } from './months-to-estimate.js';
import { hasPeople, haveMoved, partsOf } from './parts.js';

/** A round of estimates that is due. */
export interface DueRound {
  readonly goal: string;
  readonly month: string;
  readonly occasion: Occasion;
  /** The time from which it is known, in milliseconds since the epoch: see `knownFrom`. */
  readonly knownFrom: number;
  /** The sketches to merge. */
  readonly references: readonly BroughtSketches[];
  /** The groups of communes that it estimates. */
  readonly groups: CommunesByGroup;
}

/**
 * The due round of a closed month: its estimates, their revision some days later, or the estimates of groups of
 * communes that were added later. No other event makes an estimate, whatever organisations release.
 * @param groups the groups of the month.
 */
export function dueRound(
  closed: ClosedMonth,
  groups: CommunesByGroup,
  {
    snapshot,
    versions,
    now,
  }: { readonly snapshot: Snapshot; readonly versions: EstimateVersions; readonly now: number },
): DueRound | undefined {
  const { goal, month } = closed;
  const mergeable = mergeableOf(closed, snapshot, now);
  if (!mergeable) return undefined;
  const { references } = mergeable;
  const due = { goal, month, references };
  const close = versions.closeOf(goal, month);
  const isMore = versions.madeOf(goal, month) < mostRounds;
  if (!close) return isMore ? { ...due, occasion: 'CLOSE', knownFrom: knownFrom(mergeable, now), groups } : undefined;
  if (isMore && !versions.revisionOf(goal, month) && havePassed(daysToRevision, close.knownFrom, now)) {
    const from = close.knownFrom + daysToRevision * msOfDay;
    return { ...due, occasion: 'REVISION', knownFrom: knownFrom(mergeable, now, from), groups };
  }
  const isNew = ([group, communes]: [string, readonly string[]]) => {
    const before = versions.inForce(goal, group, month);
    if (!before || before.round <= close.number || before.month === month) return !before;
    const organisations = references.map(({ organisation }) => organisation);
    return haveMoved(before.parts, partsOf(snapshot, due, organisations, communes));
  };
  const added = new Map([...groups].filter(isNew));
  return added.size > 0
    ? { ...due, occasion: 'GROUPS', knownFrom: knownFrom(mergeable, now), groups: added }
    : undefined;
}

const msOfDay = 86_400_000;

/** The sketches to merge. */
interface MergeableOfMonth {
  readonly references: readonly BroughtSketches[];
  /** The time from which there is nothing more to wait for, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * The time from which a new round is known: now, since an earlier time would rewrite history. A round of made-up data
 * gets the first time at which it was possible, so that a demonstration has a past.
 */
function knownFrom({ references, since }: MergeableOfMonth, now: number, from = since): number {
  return references.every(({ demonstration }) => demonstration) ? Math.max(since, from) : now;
}

/**
 * The sketches to merge: from all organisations that have people and gave sketches, under one key. For organisations
 * without a sketch, or with one under another key, a month waits as long as for late ones.
 */
function mergeableOf(
  { goal, month, references, organisations, closedAt }: ClosedMonth,
  snapshot: Snapshot,
  now: number,
): MergeableOfMonth | undefined {
  const byKey = [...Map.groupBy(references, ({ key }) => key).values()].sort((a, b) => b.length - a.length);
  const [most = []] = byKey;
  const without = organisations.filter((organisation) => {
    const known = snapshot.get(organisation);
    if (!known || hasCountsOnly(organisation)) return false;
    return !most.some((one) => one.organisation === organisation) && hasPeople(known.figures, goal, month);
  });
  if (without.length > 0 && !havePassed(daysOfGrace, closedAt, now)) return undefined;
  const waited = without.length > 0 ? closedAt + daysOfGrace * msOfDay : closedAt;
  return { references: most, since: Math.max(waited, ...most.map(({ broughtAt }) => broughtAt)) };
}
