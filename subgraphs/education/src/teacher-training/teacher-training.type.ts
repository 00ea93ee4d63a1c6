import { connectionType, PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: "One school's teachers who completed one of the university's courses (giáo viên đã học)." })
@Records()
export class SchoolTeacherTraining {
  @Field(() => PeopleCount, { description: 'Distinct teachers of the school who completed the course (giáo viên).' })
  teachers!: PeopleCount;
}

export const SchoolTeacherTrainingConnection = connectionType(
  'SchoolTeacherTraining',
  () => SchoolTeacherTraining,
  "a course's schools",
  Records(),
);
