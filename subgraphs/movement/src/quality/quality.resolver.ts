import { Cost, type Goal, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput, dayInProvince, GraphQLPeriod, parsePeriod, readHeader } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { coherenceOf } from '../coherence/coherence.resolver.js';
import { communesInForce } from '../commune/commune.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { GoalDaysKind } from '../goal-days/goal-days.entity.js';
import { daysFor } from '../goal-days/goal-days.loader.js';
import type { Metadata } from '../metadata/metadata.entity.js';
import { goalMetadataLoader } from '../metadata/metadata.resolver.js';
import { completenessOf } from '../progress/completeness.js';
import { dueDay } from '../progress/contribution-state.js';
import { DistinctPeople } from '../progress/distinct-people.type.js';
import {
  bookOf,
  closingBookFor,
  denominatorsIn,
  headlineDescription,
  loadProgress,
  makeProgress,
  periodOf,
} from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import type { PeopleFigure } from '../progress/people-figure.js';
import { headerOf } from '../register/taken-releases.js';
import { indicatorsOf, ofCommunes, ofDays, ofRevisions, ofWhole, variationOf } from './quality.js';
import { GoalQuality, NoQuality, QualityIndicator } from './quality.type.js';

/** How many published months the revisions are computed of. */
const revisedMonths = 12;

@Resolver(() => GoalObject)
export class GoalQualityResolver {
  @Cost(2000)
  @FieldResolver(() => GoalQuality, {
    nullable: true,
    description:
      "The quality report of its figures of a month for the whole (báo cáo chất lượng): relevance, accuracy, revisions, timeliness, coherence and accessibility, by the concepts of the European Statistical System's quality reports.",
  })
  async quality(
    @Root() goal: Goal,
    @Arg('month', () => GraphQLPeriod, { nullable: true, description: headlineDescription }) asked: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalQuality | null> {
    const book = await bookOf(context);
    const period = periodOf(asked, goal.code, book, context);
    if (parsePeriod(period).firstMonth !== period) throw badUserInput(`Expected a month, but got ${period}.`);
    const whole = await loadProgress({ goalCode: goal.code, communeCode: context.rootPlace, period }, context);
    if (!whole) return null;
    // Once a goal is closed, later months have its last figures.
    const month = whole.period;
    const { lastDay } = parsePeriod(month);
    const [published, metadata, coherence, refused] = await Promise.all([
      publishedUpTo(month, context),
      goalMetadataLoader(context).load(goal.code),
      coherenceOf(goal, month, context),
      refusedRows(whole, context),
    ]);
    const dueDays =
      daysFor(book.goals.days, goal.code, GoalDaysKind.PUBLICATION, month)?.days ?? metadata?.publicationDueDays;
    const { onTime } = completenessOf(
      (one) => closingBookFor(book, goal.code, one) ?? book,
      ...([goal.code, whole.place, [month]] as const),
    );
    const indicators = indicatorsOf({
      ...ofWhole(whole),
      ...ofRevisions(await revisionsOf(goal, published, context)),
      ...ofDays(
        published.filter(({ period }) => period === month).map(({ publishedOn }) => publishedOn),
        ...([lastDay, dueDay(lastDay, dueDays ?? null)] as const),
      ),
      REFUSED_ROWS: refused ?? NoQuality.NO_FIGURE,
      REPORTS_ON_TIME: onTime ?? NoQuality.NO_DUE_DAY,
      CONTRADICTIONS: coherence.length,
      METADATA_COMPLETENESS: shareLaidDown(metadata, dueDays),
    });
    return { month, indicators, coherence, whole };
  }
}

@Resolver(() => GoalQuality)
export class CommuneQualityResolver {
  @RequiresScopes(['progress:read'])
  @Cost(300)
  @FieldResolver(() => [QualityIndicator], {
    nullable: true,
    description: "The numbers of the communes' figures, in the order of the concepts (các chỉ số của các xã).",
  })
  async communeIndicators(
    @Root() { whole: { goalCode, frame } }: GoalQuality,
    @Ctx() context: SubgraphContext,
  ): Promise<QualityIndicator[]> {
    const [book, communes] = await Promise.all([bookOf(context), communesInForce(context).load(frame.day)]);
    const { period } = frame;
    const figures = communes.map(async (row) => {
      const place = { code: row.code, row, isRoot: false };
      const denominators = await denominatorsIn(goalCode, place, period, book, context);
      return makeProgress(book, { goalCode, period }, place, denominators);
    });
    return indicatorsOf(ofCommunes(await Promise.all(figures)));
  }
}

@Resolver(() => DistinctPeople)
export class VariationResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The coefficient of variation of the estimate (hệ số biến thiên): half of the interval over 1.96, over the estimate; null without an estimate above 0. Concept S.13.2.1 of SIMS 2.0.',
  })
  coefficientOfVariation(@Root() people: PeopleFigure): number | null {
    return variationOf(people);
  }
}

/** A publication of a month. */
interface Published {
  readonly id: string;
  readonly period: string;
  readonly publishedOn: string;
}

/** The publications of the last months that were published, up to a month: the earliest of each month first. */
async function publishedUpTo(month: string, { em }: SubgraphContext): Promise<Published[]> {
  const rows = await em.execute<{ id: string; period: string; at: string | Date }[]>(
    `select id, period, published_at as at from publication where period in (
       select distinct period from publication where period ~ '^[0-9]{4}-[0-9]{2}$' and period <= ?
       order by period desc limit ?) order by period, revision`,
    [month, revisedMonths],
  );
  return rows.map(({ id, period, at }) => ({ id, period, publishedOn: dayInProvince(new Date(at)) }));
}

async function revisionsOf({ code }: Goal, published: readonly Published[], context: SubgraphContext) {
  const firsts = published.filter(({ period }, index) => published[index - 1]?.period !== period);
  const months = firsts.map(async ({ id, period }) => {
    const key = { goalCode: code, communeCode: context.rootPlace, period };
    const [first, now] = await Promise.all([
      loadProgress(key, context, { publication: id }),
      loadProgress(key, context),
    ]);
    return first && now && first.frame.lastDay >= first.frame.goal.startsOn ? [{ first, now }] : [];
  });
  return (await Promise.all(months)).flat();
}

/** The rows without a valid number, by the headers of the releases of a figure; undefined if it has none. */
async function refusedRows({ frame: { root } }: GoalProgress, { em }: SubgraphContext): Promise<number | undefined> {
  const releases = root.sources.flatMap((source) => source?.known.release ?? []);
  if (releases.length === 0) return undefined;
  const headers = await Promise.all(releases.map((one) => headerOf(em, one.organisation, one.number)));
  return headers.includes(null)
    ? undefined
    : headers.reduce((sum, header) => sum + readHeader(header ?? '').withoutNumber, 0);
}

/** The share of a goal's eight texts of reference metadata that are laid down. */
function shareLaidDown(metadata: Metadata | null, dueDays: number | null | undefined): number {
  const { definitionEn, sourceEn, methodEn, errorEn, revisionPolicyEn, contact, licence } = metadata ?? {};
  const texts = [definitionEn, sourceEn, methodEn, errorEn, revisionPolicyEn, contact, licence, dueDays];
  return texts.filter((text) => text != null).length / texts.length;
}
