import { allLoader, Cost, type Goal, inLanguage, type Language, LanguageArg, type SubgraphContext } from '@hub/kit';
import { GraphQLPeriod, movement } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { communesInForce } from '../commune/commune.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { expectedOrganisations } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { BreakdownBy, groupsOf } from '../progress/breakdown.js';
import { denominatorOfCommunes } from '../progress/commune-groups-asked.js';
import { bookOf, headlineDescription, isClosed, loadProgress, periodOf } from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { denominatorsAgainstWhole, groupsAgainstWhole, moreThanImplied } from './coherence.js';
import { CoherenceFinding } from './coherence.type.js';
import { type GoalImplication, GoalImplicationEntity } from './goal-implication.entity.js';

const implications = allLoader<GoalImplication>(GoalImplicationEntity, 'goalCode', 'impliedCode');

@Resolver(() => GoalObject)
export class GoalCoherenceResolver {
  @Cost(900)
  @FieldResolver(() => [CoherenceFinding], {
    nullable: true,
    description:
      'Contradictions of its figures for the whole with another goal, with its groups, or with its denominators (đối chiếu số liệu).',
  })
  async coherence(
    @Root() goal: Goal,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: headlineDescription }) asked: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<CoherenceFinding[]> {
    return coherenceOf(goal, periodOf(asked, goal.code, await bookOf(context), context), context);
  }
}

/** The certain contradictions of a goal's figures for the whole, in a period. */
export async function coherenceOf(
  goal: Pick<Goal, 'code'>,
  period: string,
  context: SubgraphContext,
): Promise<CoherenceFinding[]> {
  const whole = (code: string) => loadProgress({ goalCode: code, communeCode: context.rootPlace, period }, context);
  const progress = await whole(goal.code);
  if (!progress) return [];
  const all = await implications(context).load('all');
  const [implying, impliedBy] = [
    all.filter(({ goalCode }) => goalCode === goal.code),
    all.filter(({ impliedCode }) => impliedCode === goal.code),
  ];
  const [ofGoals, ofGroups, ofDenominators] = await Promise.all([
    Promise.all([
      ...implying.map(async (one) => againstImplied(one, progress, await whole(one.impliedCode), context)),
      ...impliedBy.map(async (one) => againstImplied(one, await whole(one.goalCode), progress, context)),
    ]),
    Promise.all(Object.values(BreakdownBy).map((by) => againstGroups(by, progress, context))),
    againstDenominators(progress, context),
  ]);
  return [...ofGoals, ...ofGroups, ofDenominators].filter((one) => one !== null);
}

@Resolver(() => CoherenceFinding)
export class CoherenceFindingResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The reason of the contradiction (lý do); null where none is laid down.',
  })
  reason(@Root() { laidDown }: CoherenceFinding, @LanguageArg() language: Language): string | null {
    const { reasonVi, reasonEn } = laidDown ?? {};
    return inLanguage(language, { vi: reasonVi ?? reasonEn ?? '', en: reasonEn ?? reasonVi ?? '' }) || null;
  }
}

async function againstImplied(
  laidDown: GoalImplication,
  progress: GoalProgress | null,
  implied: GoalProgress | null,
  context: SubgraphContext,
): Promise<CoherenceFinding | null> {
  const found = progress && implied && moreThanImplied(progress, implied);
  return found
    ? { ...found, progress, implied, laidDown, lookers: await reporting([progress, implied], context) }
    : null;
}

async function againstGroups(
  by: BreakdownBy,
  progress: GoalProgress,
  context: SubgraphContext,
): Promise<CoherenceFinding | null> {
  const { book, frame, place } = progress;
  const groups = await groupsOf(book, frame, place, { by, regions: null }, isClosed(book, frame), context);
  const found = groupsAgainstWhole(by, groups, progress);
  return found && { ...found, ...ofOneGoal, progress, lookers: await reporting([progress], context) };
}

async function againstDenominators(progress: GoalProgress, context: SubgraphContext): Promise<CoherenceFinding | null> {
  const { frame, denominator } = progress;
  const communes = await communesInForce(context).load(frame.day);
  const found = denominatorsAgainstWhole(await denominatorOfCommunes(communes, frame, context), rangeOf(denominator));
  if (!found) return null;
  const publisher = await organisationLoader(context).load(movement.code);
  return { ...found, ...ofOneGoal, progress, lookers: publisher ? [publisher] : [] };
}

const ofOneGoal = { implied: null, laidDown: null };

/** The organisations that report the goals of some figures, by code. */
async function reporting(figures: readonly GoalProgress[], context: SubgraphContext): Promise<Organisation[]> {
  const expected = await Promise.all(
    figures.map(({ goalCode, frame: { day } }) => expectedOrganisations(context).load({ goal: goalCode, day })),
  );
  const byCode = new Map(expected.flat().map((one) => [one.code, one]));
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
