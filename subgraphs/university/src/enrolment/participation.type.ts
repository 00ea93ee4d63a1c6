import { PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: "One organisation's people in one of the university's courses (học viên theo tổ chức)." })
@Records()
export class CourseParticipation {
  @Field(() => PeopleCount, {
    description:
      "Its distinct people who enrolled (học viên). Withheld as well where another organisation's small number could be worked out from it.",
  })
  learners!: PeopleCount;

  @Field(() => PeopleCount, {
    description:
      'Its distinct people who passed (đạt). Withheld as well where it would tell that fewer than 10 of its learners did not.',
  })
  passed!: PeopleCount;
}
