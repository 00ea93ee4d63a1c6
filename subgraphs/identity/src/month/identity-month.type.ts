import { connectionType, GraphQLMoment, Records } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('IdentityMonth', {
  description: 'What the provincial police reported of a month on the VNeID platform (báo cáo VNeID của tháng).',
})
@Records()
export class IdentityMonthObject {
  @Field(() => String, { description: 'The month at whose end was counted (tháng), `YYYY-MM`.' })
  month!: string;

  @Field(() => Int, {
    description: 'Its revision (lần sửa): 1 for the first file, and one more for each that corrected something.',
  })
  revision!: number;

  @Field(() => String, { description: 'The name of the file that it is from (tệp).' })
  file!: string;

  @Field(() => GraphQLMoment, { description: 'When that file came in (thời điểm nhận).' })
  takenAt!: Date;

  @Field(() => Boolean, { description: 'Whether it is made up, for demonstration (số liệu minh họa).' })
  demonstration!: boolean;
}

export const IdentityMonthConnection = connectionType(
  'IdentityMonth',
  () => IdentityMonthObject,
  'monthly reports on the VNeID platform',
  Records(),
);
