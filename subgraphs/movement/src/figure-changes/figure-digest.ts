import { createHash } from 'node:crypto';
import type { GoalProgress } from '../progress/goal-progress.type.js';

/**
 * A name for a figure's published values: equal values have an equal name. The moment of the oldest release is left
 * out, since each release changes it for figures that it did not change.
 */
export function figureDigest(progress: GoalProgress): string {
  const { people, denominator, likely } = progress;
  const { lower, upper, estimate, interval, method, noEstimate } = people ?? {};
  const { value, asOf, source, basis } = denominator ?? {};
  const codes = (organisations: readonly { readonly code: string }[]) => organisations.map(({ code }) => code).sort();
  const values = [
    people && { lower, upper, estimate, interval, method, noEstimate },
    denominator && { value, asOf, source, basis },
    ...[progress.target, progress.ratio, progress.gapPeople, progress.gapPoints, progress.pace, progress.requiredPace],
    ...[progress.status, likely?.status, progress.doubts, progress.reportDueOn, progress.completeThrough],
    ...[progress.isComplete, progress.isProvisional, progress.isSmall, progress.demonstration],
    ...[codes(progress.reported), codes(progress.missing)],
    progress.outside.map(({ organisation, reason }) => `${organisation.code} ${reason}`).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);
}
