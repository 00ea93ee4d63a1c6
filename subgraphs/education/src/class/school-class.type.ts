import { connectionType, Records } from '@hub/kit';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { SchoolLevel } from '../school/school.type.js';
import { GraphQLSchoolYear } from './school-year.js';

@ObjectType({
  description: 'A class of a school in one school year (lớp học). Its pupils are not told, and no number of them.',
})
@Records()
export class SchoolClass {
  @Field(() => ID, { description: "The class's code (mã lớp)." })
  code!: string;

  @Field(() => String, { description: 'What it is called at its school, such as `6A` (tên lớp).' })
  name!: string;

  @Field(() => Int, { description: 'Its grade, 1 to 12 (khối lớp).' })
  grade!: number;

  @Field(() => SchoolLevel, { description: 'Its level (cấp học).' })
  level!: SchoolLevel;

  @Field(() => GraphQLSchoolYear, { description: 'Its school year (năm học).' })
  schoolYear!: string;
}

export const SchoolClassConnection = connectionType('SchoolClass', () => SchoolClass, "a school's classes", Records());
