import { Records } from '@hub/kit';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: "A branch of the Women's Union in one commune (Hội Liên hiệp Phụ nữ cơ sở)." })
@Records()
export class WomensUnionBranch {
  @Field(() => ID, { description: "The branch's code." })
  code!: string;
}
