import { allLoader, Cost, type Goal, inLanguage, type Language, LanguageArg, type SubgraphContext } from '@hub/kit';
import { GraphQLPeriod, movement } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { communesInForce } from '../commune/commune.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { expectedOrganisations } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { BreakdownBy, groupsOf } from '../progress/breakdown.js';
import { denominatorOfCommunes } from '../progress/commune-groups-asked.js';
import { rootFigurePlace } from '../progress/anomalies-of-goal.js';
import {
  bookOf,
  denominatorsIn,
  headlineDescription,
  isClosed,
  makeProgress,
  periodOf,
} from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { type Contradiction, denominatorsAgainstWhole, groupsAgainstWhole, moreThanImplied } from './coherence.js';
import { CoherenceFinding } from './coherence.type.js';
import { type GoalImplication, GoalImplicationEntity } from './goal-implication.entity.js';

const implications = allLoader<GoalImplication>(GoalImplicationEntity, 'goalCode', 'impliedCode');

@Resolver(() => GoalObject)
export class GoalCoherenceResolver {
  @Cost(900)
  @FieldResolver(() => [CoherenceFinding], {
    nullable: true,
    description:
      'Where its figures for the whole contradict those of other goals, of its groups, or of its denominators (đối chiếu số liệu).',
  })
  async coherence(
    @Root() goal: Goal,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: headlineDescription }) asked: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<CoherenceFinding[]> {
    const period = periodOf(asked, goal.code, await bookOf(context), context);
    const progress = await wholeOf(goal.code, period, context);
    if (!progress) return [];
    const all = await implications(context).load('all');
    const related = all.filter(({ goalCode, impliedCode }) => [goalCode, impliedCode].includes(goal.code));
    const [ofGoals, ofGroups, ofDenominators] = await Promise.all([
      Promise.all(related.map((one) => againstImplied(one, period, context))),
      Promise.all(Object.values(BreakdownBy).map((by) => againstGroups(by, progress, context))),
      againstDenominators(progress, context),
    ]);
    return [...ofGoals, ...ofGroups, ofDenominators].filter((one) => one !== null);
  }
}

@Resolver(() => CoherenceFinding)
export class CoherenceFindingResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why they contradict, as far as it is known (lý do); null where no reason is laid down.',
  })
  reason(@Root() { laidDown }: CoherenceFinding, @LanguageArg() language: Language): string | null {
    const { reasonVi, reasonEn } = laidDown ?? {};
    return inLanguage(language, { vi: reasonVi ?? reasonEn ?? '', en: reasonEn ?? reasonVi ?? '' }) || null;
  }
}

/** A goal's progress in the root place; null if the goal is not known then. */
async function wholeOf(goalCode: string, period: string, context: SubgraphContext): Promise<GoalProgress | null> {
  const [book, place] = await Promise.all([bookOf(context), rootFigurePlace(context)]);
  if (!book.frameOf(goalCode, period)) return null;
  return makeProgress(book, { goalCode, period }, place, await denominatorsIn(goalCode, place, period, book, context));
}

async function againstImplied(
  laidDown: GoalImplication,
  period: string,
  context: SubgraphContext,
): Promise<CoherenceFinding | null> {
  const [progress, implied] = await Promise.all(
    [laidDown.goalCode, laidDown.impliedCode].map((code) => wholeOf(code, period, context)),
  );
  const found = progress && implied && moreThanImplied(progress, implied);
  return found ? finding(found, progress, context, { implied, laidDown }) : null;
}

async function againstGroups(
  by: BreakdownBy,
  progress: GoalProgress,
  context: SubgraphContext,
): Promise<CoherenceFinding | null> {
  const { book, frame, place } = progress;
  const groups = await groupsOf(book, frame, place, { by, regions: null }, isClosed(book, frame), context);
  const found = groupsAgainstWhole(by, groups, progress);
  return found && finding(found, progress, context);
}

async function againstDenominators(progress: GoalProgress, context: SubgraphContext): Promise<CoherenceFinding | null> {
  const { frame, denominator } = progress;
  const communes = await communesInForce(context).load(frame.day);
  const found = denominatorsAgainstWhole(await denominatorOfCommunes(communes, frame, context), rangeOf(denominator));
  return found && finding(found, progress, context);
}

/** A contradiction with the figures that it is about; whoever reports them looks at it, or who lays denominators down. */
async function finding(
  found: Contradiction,
  progress: GoalProgress,
  context: SubgraphContext,
  about: Pick<CoherenceFinding, 'implied' | 'laidDown'> = { implied: null, laidDown: null },
): Promise<CoherenceFinding> {
  const reporting = [progress, ...(about.implied ? [about.implied] : [])];
  const expected = await Promise.all(
    reporting.map(({ goalCode, frame: { day } }) => expectedOrganisations(context).load({ goal: goalCode, day })),
  );
  const byCode = new Map(expected.flat().map((one) => [one.code, one]));
  const publisher = await organisationLoader(context).load(movement.code);
  const lookers = found.by === null && !about.implied ? [publisher] : [...byCode.values()];
  return { ...found, ...about, progress, lookers: lookers.filter((one) => one !== null) };
}
