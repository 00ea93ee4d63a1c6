import { connectionType, Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The levels of schooling. */
export enum SchoolLevel {
  PRIMARY = 'PRIMARY',
  LOWER_SECONDARY = 'LOWER_SECONDARY',
  UPPER_SECONDARY = 'UPPER_SECONDARY',
  CONTINUING = 'CONTINUING',
}

registerEnumType(SchoolLevel, {
  name: 'SchoolLevel',
  description: 'A level of schooling (cấp học).',
  valuesConfig: {
    PRIMARY: { description: 'Primary, grades 1 to 5 (tiểu học).' },
    LOWER_SECONDARY: { description: 'Lower secondary, grades 6 to 9 (trung học cơ sở).' },
    UPPER_SECONDARY: { description: 'Upper secondary, grades 10 to 12 (trung học phổ thông).' },
    CONTINUING: { description: 'Continuing education, grades 6 to 12 (giáo dục thường xuyên).' },
  },
});

/** The first and last grade of each level. */
export const gradesOf: Readonly<Record<SchoolLevel, readonly [first: number, last: number]>> = {
  PRIMARY: [1, 5],
  LOWER_SECONDARY: [6, 9],
  UPPER_SECONDARY: [10, 12],
  CONTINUING: [6, 12],
};

/** Who runs a school. */
export enum SchoolType {
  PUBLIC = 'PUBLIC',
  PRIVATE = 'PRIVATE',
}

registerEnumType(SchoolType, {
  name: 'SchoolType',
  description: 'Who runs a school (loại hình trường).',
  valuesConfig: {
    PUBLIC: { description: 'The state (công lập).' },
    PRIVATE: { description: 'Others, such as a company (tư thục, dân lập).' },
  },
});

@ObjectType({ description: 'A school or centre of continuing education (trường, trung tâm giáo dục thường xuyên).' })
@Directive('@key(fields: "code")')
@Records()
export class School {
  @Field(() => ID, { description: "The school's code (mã trường)." })
  code!: string;

  @Field(() => [SchoolLevel], { description: 'The levels that it teaches (cấp học); some schools teach several.' })
  levels!: SchoolLevel[];

  @Field(() => SchoolType, { description: 'Who runs it (loại hình).' })
  type!: SchoolType;
}

export const SchoolConnection = connectionType('School', () => School, 'schools', Records());
