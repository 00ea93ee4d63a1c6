import { GraphQLDay, Records } from '@hub/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** How many of an agency's leaders have been trained, in words. */
export enum TrainedLeaders {
  ALL = 'ALL',
  SOME = 'SOME',
  NONE = 'NONE',
}

registerEnumType(TrainedLeaders, {
  name: 'TrainedLeaders',
  description: "How many of an agency's leaders have been trained, in words.",
  valuesConfig: {
    ALL: { description: 'All of them (tất cả).' },
    SOME: { description: 'Some, not all (một phần).' },
    NONE: { description: 'None yet (chưa có).' },
  },
});

@ObjectType({
  description:
    "Whether an agency's leaders led by example (lãnh đạo gương mẫu đi đầu). In words only: an agency has so few leaders that every count of them would be withheld; what is said here is of the office, as the movement asks of leaders in public.",
})
@Records()
export class LeadersFirst {
  @Field(() => TrainedLeaders, { description: 'How many of the leaders have been trained.' })
  trainedLeaders!: TrainedLeaders;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the first leader was trained no later than the first of the staff; null while nobody in the agency has been trained.',
  })
  wentFirst!: boolean | null;

  @Field(() => GraphQLDay, { description: 'The day of the report (thời điểm báo cáo).' })
  asOf!: string;
}
