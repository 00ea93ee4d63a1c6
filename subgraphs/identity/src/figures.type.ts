import { PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'What is counted on the VNeID platform in a place, to date at a month’s end (lũy kế đến cuối tháng): adults, each once in each figure. The figures overlap and never add up.',
})
@Records()
export class IdentityFigures {
  @Field(() => PeopleCount, {
    description:
      'Adults confirmed as having universal digital knowledge and skills (được xác nhận phổ cập kiến thức, kỹ năng số).',
  })
  adultsConfirmed!: PeopleCount;

  @Field(() => PeopleCount, {
    description:
      'Adults with an activated account of level 1 or above (tài khoản mức 1 trở lên), accounts of level 2 included.',
  })
  accountsLevel1!: PeopleCount;

  @Field(() => PeopleCount, {
    description: 'Adults with an activated account of level 2 (tài khoản mức 2).',
  })
  accountsLevel2!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Adults with a personal digital signature (chữ ký số cá nhân).' })
  digitalSignatures!: PeopleCount;
}
