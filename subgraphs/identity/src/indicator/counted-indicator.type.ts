import { Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { IdentityMeasure } from '../measure.js';

/** An indicator, owned by movement; here only its key. */
@ObjectType('Indicator')
@Directive('@key(fields: "code")')
export class IndicatorStub {
  @Field(() => ID, { description: "The indicator's code (mã chỉ số)." })
  code!: string;
}

@ObjectType('IdentityIndicator', {
  description:
    'That the provincial police count what an indicator reads (chỉ số có số liệu VNeID), and where: a published reading is a figure of one day, the counts are of each month and commune.',
})
@Records()
export class IdentityIndicatorObject {
  @Field(() => IdentityMeasure, { description: 'Which of their counts it is (số liệu tương ứng).' })
  measure!: IdentityMeasure;
}
