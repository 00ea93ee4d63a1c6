import {
  dayInProvince,
  type Goal,
  participants,
  shareField,
  parsePeriod,
  provinceCode,
  type SubgraphContext,
} from '@hub/kit';
import { communeLoader } from '../commune/commune.loader.js';
import { denominatorOn, denominatorVersions } from '../denominator/denominator.loader.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { expectedOrganisations, goalOn, goalVersions } from '../goal/goal.loader.js';
import { type Organisation } from '../organisation/organisation.entity.js';
import { DataKind } from '../organisation/organisation.type.js';
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
    communeCode === provinceCode ? communeCode : communeLoader(context).load(communeCode),
  ]);
  return versions.length > 0 && commune ? progress : null;
}

/** The denominator that is in force on a progress's day; null where none is. */
export async function denominatorOf(
  progress: ProgressRepresentation,
  context: SubgraphContext,
): Promise<Denominator | null> {
  const { audience } = await goalOf(progress, context);
  const versions = await denominatorVersions(context).load({ audience, placeCode: progress.communeCode });
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
  const result = computeProgress({
    goal,
    denominator: denominator?.value ?? null,
    shares: new Map(expected.map(({ code }) => [code, shareOf(progress, code)])),
    on,
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
