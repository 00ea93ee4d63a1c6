import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The description of `Commune.code`, equal in every subgraph. */
export const communeCodeDescription =
  'General Statistics Office code (mã đơn vị hành chính); `CODE@DAY`, with its last day, of a former commune whose code another has today.';

/**
 * Another organisation's commune: movement owns the entity; here it has only its key, for this subgraph's fields on it.
 */
@ObjectType('Commune')
@Directive('@key(fields: "code")')
export class CommuneStub {
  @Field(() => ID, { description: communeCodeDescription })
  code!: string;
}
