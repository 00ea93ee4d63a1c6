import { PageInfo } from '@hub/kit';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Area, CommuneType } from '../commune/commune.type.js';
import { GoalProgress } from './goal-progress.type.js';
import { OrderDirection, ProgressOrderField } from './progress-table.js';

registerEnumType(ProgressOrderField, {
  name: 'ProgressOrderField',
  description: 'What communes are ordered by (sắp xếp theo). Those without a figure come last, whichever way.',
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

@ObjectType({
  description:
    'Where a commune stands (thứ hạng) by what the list is ordered by, by its ratio where that is the name: from the first place that it may have to the last, for figures lie between two ends and those of others may be the same. Null without a figure, and for a place that is too small to be judged.',
})
export class ProgressRank {
  @Field(() => Int, { description: 'Among all communes, the first place that it may have (toàn tỉnh, cao nhất).' })
  overall!: number;

  @Field(() => Int, { description: 'Among all communes, the last (toàn tỉnh, thấp nhất).' })
  overallLast!: number;

  @Field(() => Int, { description: 'Among those of its type, the first (cùng loại, cao nhất).' })
  withinType!: number;

  @Field(() => Int, { description: 'Among those of its type, the last (cùng loại, thấp nhất).' })
  withinTypeLast!: number;

  @Field(() => Int, { description: 'Among those of its kind of area, the first (cùng khu vực, cao nhất).' })
  withinArea!: number;

  @Field(() => Int, { description: 'Among those of its kind of area, the last (cùng khu vực, thấp nhất).' })
  withinAreaLast!: number;
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
    description: 'Their denominators added up (mẫu số), of those that have a figure; null without any.',
  })
  denominator!: number | null;

  @Field(() => Float, { nullable: true, description: 'The one over the other (tỷ lệ); null without either.' })
  ratio!: number | null;

  @Field(() => Boolean, {
    description: 'That it is a sum of communes and no count of its own: always true (cộng từ các xã).',
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
