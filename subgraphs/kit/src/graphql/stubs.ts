import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What `Commune.code` is; the same in every subgraph. */
export const communeCodeDescription =
  'General Statistics Office code (mã đơn vị hành chính); `CODE@DAY`, with its last day, of a former commune whose code another has today.';

/** Another organisation's commune: the owner is movement; here only its key, for this subgraph's own fields on it. */
@ObjectType('Commune')
@Directive('@key(fields: "code")')
export class CommuneStub {
  @Field(() => ID, { description: communeCodeDescription })
  code!: string;
}

/** A Digital Literacy team, owned by the Youth Union; here only its key. */
@ObjectType('DigitalLiteracyTeam')
@Directive('@key(fields: "code")')
export class DigitalLiteracyTeamStub {
  @Field(() => ID, { description: "The team's code (mã đội)." })
  code!: string;
}

/** An organisation of the movement, owned by movement; here only its key. */
@ObjectType('Organisation')
@Directive('@key(fields: "code")')
export class OrganisationStub {
  @Field(() => ID, { description: "The organisation's code (mã tổ chức), such as `womens-union`." })
  code!: string;
}

/** A course of the university's; here only its key. */
@ObjectType('Course')
@Directive('@key(fields: "code")')
export class CourseStub {
  @Field(() => ID, { description: "The course's code (mã khóa học)." })
  code!: string;
}

/** A school, owned by the Department of Education and Training; here only its key. */
@ObjectType('School')
@Directive('@key(fields: "code")')
export class SchoolStub {
  @Field(() => ID, { description: "The school's code (mã trường)." })
  code!: string;
}
