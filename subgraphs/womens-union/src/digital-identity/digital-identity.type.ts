import { PeopleCount, Provenance, Records } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

/** The levels of electronic identification (mức độ định danh điện tử). */
export const identityLevels = [1, 2] as const;

@ObjectType({
  description:
    'Registrations in "Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) of one level, as the Women\'s Union has them: not evidence for a goal, which VNeID confirms.',
})
@Records()
export class WomensDigitalIdentityCount extends Provenance {
  @Field(() => Int, { description: 'The level of identification (mức độ định danh), 1 or 2.' })
  level!: number;

  @Field(() => PeopleCount, { description: 'The women whose highest level this is: each is counted once.' })
  registrations!: PeopleCount;
}
