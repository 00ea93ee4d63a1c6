import { type Goal, GraphQLDay, GraphQLMoment, type PlaceRow } from '@hub/kit';
import { GraphQLPeriod, isTooSmall } from '@hub/protocol';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { CommuneObject } from '../commune/commune.type.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { DenominatorObject } from '../denominator/denominator.type.js';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import type { ComputedProgress, FigurePlace, ProgressBook } from './progress-book.js';
import { type Frame, reportsAt } from './progress-frame.js';
import { OutsideOrganisation, OutsideReason } from './outside-organisation.type.js';
import type { PeopleFigure } from './people-figure.js';
import { progressId } from './progress-id.js';
import { DistinctPeople } from './distinct-people.type.js';
import { LikelyStatus, RequiredPace } from './progress-verdict.type.js';
import { Doubt, type Judged, ProgressStatus, type RequiredPace as Pace } from './progress.js';

/** A progress with its computed values; further values are computed from `place` and `book`. */
@ObjectType({ description: 'How far one goal is in one commune, or the province, in one period (tiến độ mục tiêu).' })
@Directive('@key(fields: "id")')
export class GoalProgress {
  constructor(
    readonly book: ProgressBook,
    readonly place: FigurePlace,
    {
      frame,
      people,
      ratio,
      gapPeople,
      gapPoints,
      pace,
      requiredPace,
      status,
      likely,
      doubts,
      denominator,
      demonstration,
      isProvisional,
      judged,
    }: ComputedProgress,
  ) {
    const { goal, goalCode, period } = frame;
    const { reported, missing, outside } = reportsAt(frame, place.isRoot);
    this.frame = frame;
    this.id = progressId({ goalCode, communeCode: place.code, period, of: book.name });
    this.goalCode = goalCode;
    this.communeCode = place.code;
    this.period = period;
    this.goal = goal;
    this.commune = place.isRoot ? null : place.row;
    this.target = goal.target;
    this.denominator = denominator;
    this.isSmall = isTooSmall(rangeOf(denominator)?.people ?? null, frame.leastDenominator);
    this.reportDueOn = frame.reportDueOn;
    this.completeThrough = frame.completeThrough;
    this.isComplete = frame.isComplete;
    this.people = people;
    this.isProvisional = isProvisional;
    this.judged = judged;
    this.ratio = ratio;
    this.gapPeople = gapPeople;
    this.gapPoints = gapPoints;
    this.pace = pace;
    this.requiredPace = requiredPace;
    this.status = status;
    this.likely = likely;
    this.doubts = doubts;
    this.reported = reported;
    this.missing = missing;
    this.outside = outside.map(({ organisation, reason }) => ({
      ...{ organisation, reason },
      leftOn: reason === OutsideReason.LEFT ? (organisation.leftOn ?? null) : null,
    }));
    this.asOf = frame.asOf;
    this.demonstration = demonstration;
  }

  readonly frame: Frame;

  /** Whether the place has too few people to be judged. */
  readonly isSmall: boolean;

  /** The people that status and pace are computed from, if they are not the figure itself. */
  readonly judged: Judged | undefined;

  @Field(() => ID, {
    description:
      'The same for the same goal, place and period as known of the same releases (mã định danh): whatever decides its values is in it.',
  })
  id: string;

  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode: string;

  @Field(() => ID, {
    description: 'The commune (mã xã, phường), or the root place of the hub, such as a province, for the whole of it.',
  })
  communeCode: string;

  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period: string;

  @Field(() => GoalObject, { description: "The goal (mục tiêu), in its version of the period's end or of today." })
  goal: Goal;

  @Field(() => CommuneObject, { nullable: true, description: 'The commune; null for the whole province.' })
  commune: PlaceRow | null;

  @Field(() => Float, {
    description: "The share of the audience to reach, 0 to 1 (chỉ tiêu), as laid down at the period's end, or today.",
  })
  target: number;

  @Field(() => DenominatorObject, {
    nullable: true,
    description:
      "How many people the goal counts here (mẫu số): the number in force at the period's end, or today; null where none is.",
  })
  denominator: Denominator | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: "When the period's report is due (hạn báo cáo); null where no day is laid down.",
  })
  reportDueOn: string | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      "The earliest day through which the expected organisations have released complete data, up to the period's end (số liệu đủ đến ngày). Status and pace are of that day; where some have reported later days, of the last month that all have reported, unless the target is reached since. Null where none has released any, or a release proves no day.",
  })
  completeThrough: string | null;

  @Field(() => Boolean, {
    description: 'Whether the data are complete through the end of the period (đủ số liệu cả kỳ).',
  })
  isComplete: boolean;

  @Field(() => Boolean, {
    description:
      'Whether reports that are still to come change it (số liệu sơ bộ): an expected organisation has not reported the whole period, or its month is not closed.',
  })
  isProvisional: boolean;

  @Field(() => DistinctPeople, {
    nullable: true,
    description:
      'Distinct people who reached the goal (số người đạt), each counted once: of each organisation the last month that it has released. Null when none has, or where the commune began only later: its predecessors have the figures of before.',
  })
  people: PeopleFigure | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The estimate, or else the lower bound, over the denominator (tỷ lệ), each rounded as published: 1 is everyone. It has the decimals that it carries (`ratioDecimals`). Above 1 where the organisations count more people than the denominator knows of: it is outdated. Null when either is not known.',
  })
  ratio: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'People still to reach, at most: from the lower end of the interval to the target (số người còn thiếu).',
  })
  gapPeople: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Percentage points still to reach, at most (số điểm phần trăm còn thiếu).',
  })
  gapPoints: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Pace achieved over pace needed; 1 is exactly on the line from start to deadline (nhịp độ). Null once the deadline has passed.',
  })
  pace: number | null;

  @Field(() => RequiredPace, {
    nullable: true,
    description: 'The number still to reach each month (nhịp độ cần đạt); null once the deadline has passed.',
  })
  requiredPace: Pace | null;

  @Field(() => ProgressStatus, {
    description:
      'How it stands against that line (trạng thái), where the fewest and the most people that there may be stand alike.',
  })
  status: ProgressStatus;

  @Field(() => LikelyStatus, {
    nullable: true,
    description:
      'The status that has at least 80 % of the probability, where `status` is `UNCERTAIN` (trạng thái nhiều khả năng); null where none has, or where the data do not say how probable numbers are.',
  })
  likely: LikelyStatus | null;

  @Field(() => [Doubt], {
    description: 'Why the status is UNCERTAIN (lý do chưa xác định); empty for other statuses.',
  })
  doubts: readonly Doubt[];

  @Field(() => [OrganisationObject], {
    description: 'The expected organisations that have released data complete through the period (đã báo cáo).',
  })
  reported: readonly Organisation[];

  @Field(() => [OrganisationObject], {
    description:
      'The expected organisations that have not, or are not linked (chưa báo cáo). The last month of each organisation that released a figure counts.',
  })
  missing: readonly Organisation[];

  @Directive('@listSize(assumedSize: 4)')
  @Field(() => [OutsideOrganisation], {
    description:
      'The expected organisations that it does not count for you, and why (tổ chức không được tính): the figure does not include their people and does not wait for them.',
  })
  outside: readonly OutsideOrganisation[];

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'As of when: the oldest of the releases that it rests on; null when there is none.',
  })
  asOf: Date | null;

  @Field(() => Boolean, {
    description: 'Whether any part of it is made up, for demonstration (có số liệu minh họa).',
  })
  demonstration: boolean;
}
