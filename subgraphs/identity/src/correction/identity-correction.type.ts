import { connectionType, GraphQLMoment, Records } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('IdentityCorrection', {
  description:
    'That a later file of a month changed what is published of a commune (sửa số liệu VNeID). Corrections that change no published number are not listed.',
})
@Records()
export class IdentityCorrectionObject {
  @Field(() => String, { description: 'The month that was corrected (tháng), `YYYY-MM`.' })
  month!: string;

  @Field(() => Int, { description: 'The revision of the month that it made (lần sửa), from 2 on.' })
  revision!: number;

  @Field(() => String, { description: 'The name of the file that corrected it (tệp).' })
  file!: string;

  @Field(() => GraphQLMoment, { description: 'When that file came in (thời điểm nhận).' })
  correctedAt!: Date;
}

export const IdentityCorrectionConnection = connectionType(
  'IdentityCorrection',
  () => IdentityCorrectionObject,
  'corrections of counts on the VNeID platform',
  Records(),
);
