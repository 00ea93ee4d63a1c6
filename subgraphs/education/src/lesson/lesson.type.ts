import { connectionType, DigitalSkillGroup, GraphQLDay, Records } from '@hub/kit';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A lesson in digital skills of one class (tiết học kỹ năng số).' })
@Records()
export class DigitalSkillsLesson {
  @Field(() => ID, { description: "The lesson's code (mã tiết học)." })
  code!: string;

  @Field(() => GraphQLDay, { description: 'When it was held (ngày dạy).' })
  heldOn!: string;

  @Field(() => [DigitalSkillGroup], { description: 'The groups of skills that it taught (nhóm kỹ năng).' })
  skillGroups!: DigitalSkillGroup[];
}

export const DigitalSkillsLessonConnection = connectionType(
  'DigitalSkillsLesson',
  () => DigitalSkillsLesson,
  'lessons in digital skills',
  Records(),
);
