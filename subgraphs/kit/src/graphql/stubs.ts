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
