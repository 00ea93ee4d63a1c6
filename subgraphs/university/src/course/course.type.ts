import { connectionType, DigitalSkillGroup, Records } from '@hub/kit';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: "A course of the university's in digital skills (khóa học kỹ năng số)." })
@Directive('@key(fields: "code")')
@Records()
export class Course {
  @Field(() => ID, { description: "The course's code (mã khóa học)." })
  code!: string;

  @Field(() => [DigitalSkillGroup], { description: 'The groups of skills that it teaches (nhóm kỹ năng).' })
  skillGroups!: DigitalSkillGroup[];

  @Field(() => Int, { description: 'How many hours it takes (số giờ).' })
  hours!: number;
}

/** A goal of the movement's; here only its key, for this subgraph's own fields on it. */
@ObjectType('Goal')
@Directive('@key(fields: "code")')
export class GoalStub {
  @Field(() => ID, { description: "The goal's code (mã mục tiêu), such as `ADULTS_BASIC`." })
  code!: string;
}

export const CourseConnection = connectionType('Course', () => Course, "the university's courses", Records());
