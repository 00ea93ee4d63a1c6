import { dayInProvince, type Goal, participants, shareField, parsePeriod, type SubgraphContext } from '@hub/kit';
import { type Commune, loadCommune } from '../commune/commune.loader.js';
import { denominatorOn, denominatorsOf } from '../denominator/denominator.loader.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { expectedOrganisations, goalOn, goalVersions } from '../goal/goal.loader.js';
import { type Organisation } from '../organisation/organisation.entity.js';
import { DataKind } from '../organisation/organisation.type.js';
import { addsUpPredecessors } from '../place/place.loader.js';
import type { ProgressRepresentation } from './goal-progress.type.js';
import { computeProgress, type Progress, type Share } from './progress.js';

/** The day at which the progress of a period stands: its last, or today while it is not over. */
export function dayOf(period: string, context: SubgraphContext): string {
  const today = dayInProvince(context.now());
  const { lastDay } = parsePeriod(period);
  return lastDay < today ? lastDay : today;
}

/** The goal of a progress, as it was laid down on its day. A goal that does not exist has no progress: the reference is null then. */
export async function goalOf({ goalCode, period }: ProgressRepresentation, context: SubgraphContext): Promise<Goal> {
  const goal = await goalOn(goalCode, context, dayOf(period, context));
  if (!goal) throw new Error(`No goal ${goalCode}, though its progress was resolved.`);
  return goal;
}

/** Resolves a progress by its key and the shares that came with it; null when there is no such goal or place. */
export async function resolveProgress(
  progress: ProgressRepresentation,
  context: SubgraphContext,
): Promise<ProgressRepresentation | null> {
  const { goalCode, communeCode } = progress;
  const [versions, commune] = await Promise.all([
    goalVersions(context).load(goalCode),
    communeCode === context.rootPlace ? communeCode : loadCommune(communeCode, context),
  ]);
  return versions.length > 0 && commune ? progress : null;
}

/** The commune of a progress; null for the root place. */
export async function communeOf(
  { communeCode }: ProgressRepresentation,
  context: SubgraphContext,
): Promise<Commune | null> {
  return communeCode === context.rootPlace ? null : loadCommune(communeCode, context);
}

/** Whether the figures of former communes, which went wholly into a progress's own, are part of it. */
export async function addsUpFormer(progress: ProgressRepresentation, context: SubgraphContext): Promise<boolean> {
  const commune = await communeOf(progress, context);
  if (!commune || commune.validFrom > parsePeriod(progress.period).lastDay) return false;
  return addsUpPredecessors(context).load(commune);
}

/** The denominator that is in force on a progress's day, of those of its very commune; null where none is. */
export async function denominatorOf(
  progress: ProgressRepresentation,
  context: SubgraphContext,
): Promise<Denominator | null> {
  const [{ audience }, commune] = await Promise.all([goalOf(progress, context), communeOf(progress, context)]);
  const versions = await denominatorsOf(audience, commune, context);
  return denominatorOn(versions, dayOf(progress.period, context));
}

/** What the computed fields of one `GoalProgress` answer. */
export interface ComputedProgress extends Progress {
  readonly reportedOrganisations: readonly Organisation[];
  readonly missingOrganisations: readonly Organisation[];
  readonly demonstration: boolean;
}

const computed = new WeakMap<ProgressRepresentation, Promise<ComputedProgress>>();

/** Computes a progress once, however many of its fields are asked for. */
export function computedProgressOf(
  progress: ProgressRepresentation,
  context: SubgraphContext,
): Promise<ComputedProgress> {
  let answer = computed.get(progress);
  if (!answer) {
    answer = compute(progress, context);
    computed.set(progress, answer);
  }
  return answer;
}

async function compute(progress: ProgressRepresentation, context: SubgraphContext): Promise<ComputedProgress> {
  const on = dayOf(progress.period, context);
  const [goal, denominator, expected] = await Promise.all([
    goalOf(progress, context),
    denominatorOf(progress, context),
    expectedOrganisations(context).load({ goal: progress.goalCode, day: on }),
  ]);
  const commune = await communeOf(progress, context);
  const result = computeProgress({
    goal,
    denominator: denominator?.value ?? null,
    shares: new Map(expected.map(({ code }) => [code, shareOf(progress, code)])),
    on,
    beganLater: commune !== null && commune.validFrom > parsePeriod(progress.period).lastDay,
  });
  const named = (codes: readonly string[]) => expected.filter(({ code }) => codes.includes(code));
  const reportedOrganisations = named(result.reported);
  return {
    ...result,
    reportedOrganisations,
    missingOrganisations: named(result.missing),
    demonstration:
      (denominator?.demonstration ?? false) ||
      reportedOrganisations.some(({ dataKind }) => dataKind === DataKind.DEMONSTRATION),
  };
}

/** An organisation's share as the gateway handed it over; null when it did not answer or is not linked. */
function shareOf(progress: ProgressRepresentation, organisation: string): Share | null {
  const participant = participants.find(({ code }) => code === organisation);
  const share = participant ? progress[shareField(participant)] : null;
  return typeof share === 'object' ? share : null;
}
