import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How a class meets. */
export enum ClassMode {
  ONLINE = 'ONLINE',
  IN_PERSON = 'IN_PERSON',
  BLENDED = 'BLENDED',
}

registerEnumType(ClassMode, {
  name: 'ClassMode',
  description: 'How a class meets (hình thức học).',
  valuesConfig: {
    ONLINE: { description: 'Online (trực tuyến).' },
    IN_PERSON: { description: 'In person (trực tiếp).' },
    BLENDED: { description: 'Partly online, partly in person (kết hợp).' },
  },
});

@ObjectType({ description: "A class in which one of the university's courses is taught (lớp học)." })
@Records()
export class CourseClass {
  @Field(() => ID, { description: "The class's code (mã lớp)." })
  code!: string;

  @Field(() => GraphQLDay, { description: 'Its first day (ngày khai giảng).' })
  startsOn!: string;

  @Field(() => GraphQLDay, { description: 'Its last day (ngày bế giảng).' })
  endsOn!: string;

  @Field(() => ClassMode, { description: 'How it meets (hình thức học).' })
  mode!: ClassMode;

  @Field(() => Int, { description: 'How many learners it has room for (sức chứa).' })
  capacity!: number;
}

export const CourseClassConnection = connectionType('CourseClass', () => CourseClass, 'classes', Records());
