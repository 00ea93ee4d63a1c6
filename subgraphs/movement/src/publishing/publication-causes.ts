import type { SubgraphContext } from '@hub/kit';
import { hasMembers, type Publication, publishedFigures } from '@hub/protocol';
import type { PublicationContent } from '../publication/publish.js';
import { CauseKind, type PublicationCause } from './publication-draft.type.js';
import { fallenReleases } from './take-step.js';

/**
 * Why figures differ from a former publication's: other releases, other denominators, or other rules of a goal;
 * `METHOD` if figures differ for none of these reasons.
 * @param differing how many values differ.
 */
export async function causesBetween(
  former: Publication,
  now: PublicationContent,
  differing: number,
  context: SubgraphContext,
): Promise<PublicationCause[]> {
  const found = [
    ...(await causesOfReleases(former, now, context)),
    ...causesOfGoals(former, now),
    ...causesOfDenominators(former, now),
  ];
  if (found.length > 0 || differing === 0) return found;
  return [{ kind: CauseKind.METHOD, organisationCode: null, goalCode: null, former: null, now: null, places: null }];
}

async function causesOfReleases(former: Publication, now: PublicationContent, context: SubgraphContext) {
  const fallen = new Set(await fallenReleases(former, context));
  const [before, after] = [former, now].map(({ releases }) => new Map(releases.map((one) => [one.organisation, one])));
  const organisations = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return organisations.flatMap((organisationCode): PublicationCause[] => {
    const [was, is] = [before?.get(organisationCode), after?.get(organisationCode)];
    if (was?.hash === is?.hash) return [];
    const kind = fallen.has(organisationCode) ? CauseKind.WITHDRAWN_RELEASE : CauseKind.RELEASE;
    return [
      { kind, organisationCode, goalCode: null, former: textOf(was?.number), now: textOf(is?.number), places: null },
    ];
  });
}

function causesOfGoals(former: Publication, now: PublicationContent): PublicationCause[] {
  if (!hasMembers(former)) return [];
  const before = new Map(former.goals.map((goal) => [goal.code, goal]));
  return now.goals.flatMap((goal): PublicationCause[] => {
    const was = before.get(goal.code);
    const said = (of: typeof goal | undefined) =>
      of && `${of.target} ${of.base} ${of.startsOn} ${of.deadline} ${of.expects.join()}`;
    if (said(was) === said(goal)) return [];
    return [
      {
        kind: CauseKind.GOAL,
        organisationCode: null,
        goalCode: goal.code,
        former: textOf(was?.target),
        now: textOf(goal.target),
        places: null,
      },
    ];
  });
}

function causesOfDenominators(former: Publication, now: PublicationContent): PublicationCause[] {
  const before = Map.groupBy(publishedFigures(former), ({ goal }) => goal);
  const after = Map.groupBy(publishedFigures(now), ({ goal }) => goal);
  return [...after].flatMap(([goalCode, figures]): PublicationCause[] => {
    const was = new Map((before.get(goalCode) ?? []).map((one) => [`${one.place} ${one.from}`, one.denominator]));
    const changed = figures.filter(({ place, from, denominator }) => {
      const known = was.get(`${place} ${from}`);
      return known !== undefined && known !== denominator;
    });
    if (changed.length === 0) return [];
    const places = changed.length;
    return [{ kind: CauseKind.DENOMINATOR, organisationCode: null, goalCode, former: null, now: null, places }];
  });
}

function textOf(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
