import { isInForceOn, nearestTo, type SubgraphContext } from '@hub/kit';
import { daysLater, parsePeriod } from '@hub/protocol';
import { type GoalDays, readGoalDays, reportDueDays } from '../goal-days/goal-days.loader.js';
import type { Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { closedAt } from './closing.js';
import { sketchesByMonth } from './merged-sketches.js';
import type { SketchReference } from './taken-sketches.js';

/** Sketches in force, and when they came. */
export interface BroughtSketches extends SketchReference {
  /** The time from which their release counted, in milliseconds since the epoch. */
  readonly broughtAt: number;
  /** Whether the release is of made-up data. */
  readonly demonstration: boolean;
}

/** A closed month of a goal, with its sketches in force. */
export interface ClosedMonth {
  readonly goal: string;
  readonly month: string;
  /** In milliseconds since the epoch. */
  readonly closedAt: number;
  /** Sketches of the organisations that the goal expects. */
  readonly references: readonly BroughtSketches[];
  /** All expected and linked organisations. */
  readonly organisations: readonly string[];
}

interface GoalRow {
  readonly code: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly reportDueDays: number | null;
}

interface ExpectationRow {
  readonly goal: string;
  readonly organisation: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** Goals and their expected organisations, with the facts that the closing of months depends on. */
export interface Expected {
  readonly goals: readonly GoalRow[];
  readonly days: readonly GoalDays[];
  /** Expectations of linked organisations only: others never hand over releases. */
  readonly expectations: readonly ExpectationRow[];
}

/** Reads goals and their expected organisations. */
export async function readExpected(em: SubgraphContext['em']): Promise<Expected> {
  const one = em.fork();
  const goals = await one.execute<GoalRow[]>(
    `select code, valid_from::text as "validFrom", valid_until::text as "validUntil", report_due_days as "reportDueDays"
     from goal order by code, valid_from`,
  );
  const expectations = await one.execute<ExpectationRow[]>(
    `select goal_code as goal, organisation_code as organisation, e.valid_from::text as "validFrom",
       e.valid_until::text as "validUntil"
     from goal_expectation e join organisation o on o.code = organisation_code where o.linked`,
  );
  return { goals, expectations, days: await readGoalDays(one) };
}

/** The time from which a release counted, in milliseconds since the epoch. */
export function countsFrom({ madeAt, acceptedAt }: Pick<TakenRelease, 'madeAt' | 'acceptedAt'>): number {
  return new Date(acceptedAt ?? madeAt).getTime();
}

/**
 * The closed months of goals that have sketches, the oldest first: later ones depend on earlier ones.
 * @param isHandedOver whether organisations are known to hand over nothing more for now.
 */
export function closedMonths(
  snapshot: Snapshot,
  releases: ReadonlyMap<string, readonly TakenRelease[]>,
  { goals, expectations, days }: Expected,
  now: number,
  isHandedOver: (organisations: readonly string[]) => boolean,
): ClosedMonth[] {
  const ofGoals = Map.groupBy(goals, ({ code }) => code);
  return sketchesByMonth(snapshot).flatMap(({ goal, month, references }) => {
    const { lastDay } = parsePeriod(month);
    const laidDown = nearestTo(ofGoals.get(goal) ?? [], lastDay);
    const organisations = expectations
      .filter((expectation) => expectation.goal === goal && isInForceOn(expectation, lastDay))
      .map(({ organisation }) => organisation);
    const dueDays = laidDown ? reportDueDays(days, laidDown, month) : null;
    const own = references
      .filter(({ organisation }) => organisations.includes(organisation))
      .flatMap((reference): BroughtSketches[] => {
        const release = releases.get(reference.organisation)?.find(({ number }) => number === reference.number);
        return release ? [{ ...reference, broughtAt: countsFrom(release), demonstration: release.demonstration }] : [];
      });
    if (!laidDown || own.length === 0) return [];
    const closed = closedAt(
      {
        lastDay,
        dueOn: dueDays === null ? null : daysLater(lastDay, dueDays),
        reportedAt: organisations.map((organisation) => firstReport(releases.get(organisation) ?? [], lastDay)),
        isHandedOver: isHandedOver(organisations),
      },
      now,
    );
    return closed === null ? [] : [{ goal, month, closedAt: closed, references: own, organisations }];
  });
}

function firstReport(releases: readonly TakenRelease[], lastDay: string): number | null {
  const first = releases.find(
    ({ through, withdrawnReason }) => through !== null && through >= lastDay && withdrawnReason === null,
  );
  return first ? countsFrom(first) : null;
}
