import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { BreakdownBy } from '../progress/breakdown.js';
import { GoalProgress } from '../progress/goal-progress.type.js';
import { CoherenceRule, type Contradiction } from './coherence.js';
import type { GoalImplication } from './goal-implication.entity.js';

registerEnumType(CoherenceRule, {
  name: 'CoherenceRule',
  description: 'Which rule figures contradict (quy tắc đối chiếu).',
  valuesConfig: {
    MORE_THAN_IMPLIED: {
      description:
        'More people than the goal has in which they must all count, by the definitions (nhiều hơn mục tiêu bao hàm).',
    },
    GROUPS_BELOW_WHOLE: { description: 'Groups add up to fewer people than the whole (các nhóm cộng lại thiếu).' },
    GROUPS_ABOVE_WHOLE: {
      description: 'Groups, each person in one, add up to more people than the whole (các nhóm cộng lại thừa).',
    },
    DENOMINATORS_DIFFER: {
      description: "The communes' denominators add up to another number than the whole's (mẫu số không khớp).",
    },
  },
});

@ObjectType({
  description:
    'Figures that contradict each other whatever the numbers are within their ranges (số liệu mâu thuẫn), for the whole.',
})
export class CoherenceFinding implements Contradiction {
  @Field(() => CoherenceRule, { description: 'The rule that they contradict (quy tắc).' })
  rule!: CoherenceRule;

  @Field(() => Int, { description: 'The fewest people that they differ by (chênh ít nhất).' })
  people!: number;

  @Field(() => BreakdownBy, {
    nullable: true,
    description: 'The groups that do not add up (phân tổ); null where the rule is not about groups.',
  })
  by!: BreakdownBy | null;

  @Field(() => GoalProgress, { description: 'The figure (số liệu); of two goals, that which must be smaller.' })
  progress!: GoalProgress;

  @Field(() => GoalProgress, {
    nullable: true,
    description: 'The figure of the goal that is implied (số liệu của mục tiêu bao hàm); null where there is one goal.',
  })
  implied!: GoalProgress | null;

  @Field(() => [OrganisationObject], {
    description: 'The organisations that should look at it (tổ chức cần xem lại), by code.',
  })
  lookers!: Organisation[];

  /** The row that lays the rule down, with its reason. */
  laidDown!: GoalImplication | null;
}
