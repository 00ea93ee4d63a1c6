import { connectionType, GraphQLDay, PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** How a course ended for someone. */
export enum TrainingResult {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
}

registerEnumType(TrainingResult, {
  name: 'TrainingResult',
  description: 'How a course ended for someone (kết quả bồi dưỡng).',
  valuesConfig: {
    PASSED: { description: 'Passed (đạt).' },
    FAILED: { description: 'Not passed (không đạt).' },
  },
});

@ObjectType({ description: 'How many people of the public sector completed training, and how many passed.' })
@Records()
export class TrainingSummary {
  @Field(() => PeopleCount, { description: 'Distinct people who completed training, passed or not (đã bồi dưỡng).' })
  trained!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed (đạt).' })
  passed!: PeopleCount;
}

@ObjectType({ description: "What one course of the university's did in one agency." })
@Records()
export class AgencyCourseTraining {
  @Field(() => PeopleCount, { description: 'Distinct people of the agency who completed the course, passed or not.' })
  completed!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed the course (đạt).' })
  passed!: PeopleCount;
}

@ObjectType({
  description:
    'A training record (hồ sơ bồi dưỡng) that at least ten people of the agency share: the same course, day and result. Nobody is named or numbered in it, and records that fewer people share are not listed.',
})
@Records()
export class TrainingRecord {
  @Field(() => GraphQLDay, { description: 'When the course was completed (ngày hoàn thành).' })
  completedOn!: string;

  @Field(() => TrainingResult, { description: 'How it ended (kết quả).' })
  result!: TrainingResult;
}

export const AgencyCourseTrainingConnection = connectionType(
  'AgencyCourseTraining',
  () => AgencyCourseTraining,
  "a course's agencies",
  Records(),
);
export const TrainingRecordConnection = connectionType(
  'TrainingRecord',
  () => TrainingRecord,
  "an agency's training records",
  Records(),
);
