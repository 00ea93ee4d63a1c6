import { PageInfo } from '@hub/kit';
import { RankTier } from '@hub/protocol';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Area, CommuneType } from '../commune/commune.type.js';
import { GoalProgress } from './goal-progress.type.js';
import { OrderDirection, ProgressOrderField } from './progress-table.js';

registerEnumType(ProgressOrderField, {
  name: 'ProgressOrderField',
  description: 'The order of communes (sắp xếp theo). Those without a figure come last, whichever way.',
  valuesConfig: {
    RATIO: { description: 'The ratio (tỷ lệ).' },
    PEOPLE: { description: 'The estimate of people, or their lower bound where there is none (số người đạt).' },
    GAP_PEOPLE: { description: 'People still to reach (số người còn thiếu).' },
    GAP_POINTS: { description: 'Percentage points still to reach (số điểm phần trăm còn thiếu).' },
    CHANGE: { description: 'People more than in the period before (thay đổi so với kỳ trước).' },
    NAME: { description: 'The name, in Vietnamese alphabetical order (tên).' },
  },
});

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which way an order runs (chiều sắp xếp).',
  valuesConfig: {
    ASC: { description: 'The smallest first (tăng dần).' },
    DESC: { description: 'The largest first (giảm dần).' },
  },
});

@InputType({ description: 'How communes are ordered (cách sắp xếp); by name where they are equal.' })
export class ProgressOrder {
  @Field(() => ProgressOrderField, { description: 'By what (tiêu chí).' })
  field!: ProgressOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which way (chiều).' })
  direction!: OrderDirection;
}

registerEnumType(RankTier, {
  name: 'RankTier',
  description:
    'The third of the list that a commune is in with a probability of at least 80 % (nhóm), in place of a rank whose range is wider than a quarter of the list.',
  valuesConfig: {
    UPPER: { description: 'The first third of the list (một phần ba đầu).' },
    MIDDLE: { description: 'The middle third (một phần ba giữa).' },
    LOWER: { description: 'The last third (một phần ba cuối).' },
    NOT_DISTINGUISHABLE: { description: 'No third has this probability (không phân biệt được).' },
  },
});

@ObjectType({
  description:
    'Where a commune stands (thứ hạng) by what the list is ordered by, by its ratio where that is the name: the most likely rank, and the range that has 90 % of the probability. Figures without a probability, such as bounds, widen it. Null without a figure, and for a place that is too small to be judged.',
})
export class ProgressRank {
  @Field(() => Int, {
    nullable: true,
    description:
      'Among all communes, the most likely rank (hạng nhiều khả năng nhất); null where there is a tier, or where bounds decide it.',
  })
  overallLikely!: number | null;

  @Field(() => Int, { description: 'Among all communes, the first of the range (toàn tỉnh, cao nhất).' })
  overall!: number;

  @Field(() => Int, { description: 'Among all communes, the last of the range (toàn tỉnh, thấp nhất).' })
  overallLast!: number;

  @Field(() => RankTier, {
    nullable: true,
    description: 'Among all communes, the tier (nhóm); null where the range is at most a quarter of the list.',
  })
  tier!: RankTier | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Among communes of its type, the most likely rank (cùng loại, nhiều khả năng nhất); null as for all.',
  })
  withinTypeLikely!: number | null;

  @Field(() => Int, { description: 'Among communes of its type, the first of the range (cùng loại, cao nhất).' })
  withinType!: number;

  @Field(() => Int, { description: 'Among communes of its type, the last of the range (cùng loại, thấp nhất).' })
  withinTypeLast!: number;

  @Field(() => RankTier, { nullable: true, description: 'Among communes of its type, the tier (cùng loại, nhóm).' })
  withinTypeTier!: RankTier | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Among communes of its kind of area, the most likely rank (cùng khu vực, nhiều khả năng nhất); null as for all.',
  })
  withinAreaLikely!: number | null;

  @Field(() => Int, {
    description: 'Among communes of its kind of area, the first of the range (cùng khu vực, cao nhất).',
  })
  withinArea!: number;

  @Field(() => Int, {
    description: 'Among communes of its kind of area, the last of the range (cùng khu vực, thấp nhất).',
  })
  withinAreaLast!: number;

  @Field(() => RankTier, {
    nullable: true,
    description: 'Among communes of its kind of area, the tier (cùng khu vực, nhóm).',
  })
  withinAreaTier!: RankTier | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The probability, from 0 to 1, of being among the ten furthest behind (khả năng thuộc mười nơi cuối), whichever way the list runs: with the lowest ratio, the fewest people, the least change or the most people missing. Null where bounds decide it.',
  })
  amongLastTen!: number | null;

  @Field(() => Int, { description: 'How many communes are ranked (số xã được xếp hạng).' })
  of!: number;
}

@ObjectType({ description: 'One commune of the list, with its cursor.' })
export class RankedProgressEdge {
  @Field(() => String, { description: 'Opaque; give it as `after` to go on from here.' })
  cursor!: string;

  @Field(() => GoalProgress, { description: "The commune's progress." })
  node!: GoalProgress;

  @Field(() => ProgressRank, {
    nullable: true,
    description: 'Where it stands (thứ hạng); null without a figure.',
  })
  rank!: ProgressRank | null;
}

@ObjectType({
  description:
    'Communes of one type or kind of area, added up (cộng các xã). A sum of communes: a person who is in two of them counts twice.',
})
export class ProgressSubtotal {
  @Field(() => CommuneType, { nullable: true, description: 'The type (loại); null where it is of a kind of area.' })
  type!: CommuneType | null;

  @Field(() => Area, { nullable: true, description: 'The kind of area (khu vực); null where it is of a type.' })
  area!: Area | null;

  @Field(() => Int, { description: 'How many communes (số xã).' })
  communes!: number;

  @Field(() => Int, { description: 'How many of them have a figure (số xã có số liệu).' })
  withFigure!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Their people added up (số người đạt), by what their ratios are of: estimates, or lower bounds; null without any.',
  })
  people!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The sum of the denominators of communes with a figure (mẫu số); null without any.',
  })
  denominator!: number | null;

  @Field(() => Float, { nullable: true, description: 'The one over the other (tỷ lệ); null without either.' })
  ratio!: number | null;

  @Field(() => Boolean, {
    description: 'That it is a sum of communes, not a separate count: always true (cộng từ các xã).',
  })
  isSumOfCommunes!: boolean;
}

@ObjectType({ description: 'A page of the communes, ordered and ranked (bảng xếp hạng các xã).' })
export class RankedProgressConnection {
  @Field(() => [RankedProgressEdge], { description: 'The communes of this page with cursors and ranks.' })
  readonly edges!: Promise<RankedProgressEdge>[];

  @Field(() => [GoalProgress], { description: 'The communes of this page, without ranks.' })
  readonly nodes!: Promise<GoalProgress>[];

  @Field(() => PageInfo, { description: 'Where this page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many communes there are in all, on every page.' })
  totalCount!: number;

  @Field(() => [ProgressSubtotal], {
    description: 'All of the communes of the list added up by type, then by kind of area (cộng theo loại và khu vực).',
  })
  subtotals!: ProgressSubtotal[];
}
