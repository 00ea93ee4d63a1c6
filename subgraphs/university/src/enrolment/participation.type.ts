import { PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: "One organisation's people in one of the university's courses (học viên theo tổ chức)." })
@Records()
export class CourseParticipation {
  @Field(() => PeopleCount, { description: 'Its distinct people who enrolled (học viên).' })
  learners!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed (đạt).' })
  passed!: PeopleCount;
}
