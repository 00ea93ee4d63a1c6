import { GraphQLMoment } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { managesOrganisations } from '../organisation/linked-organisation.type.js';

/** The kinds of `endingKinds`. */
export enum EndingKind {
  AGREEMENT = 'AGREEMENT',
  PROGRAM_KEY = 'PROGRAM_KEY',
  APP_SECRET = 'APP_SECRET',
  SIGNING_KEY = 'SIGNING_KEY',
  PERIOD_KEYS = 'PERIOD_KEYS',
  CERTIFICATE = 'CERTIFICATE',
  INVITATION = 'INVITATION',
}

registerEnumType(EndingKind, {
  name: 'EndingKind',
  description: 'What can end (loại có hạn).',
  valuesConfig: {
    AGREEMENT: { description: 'An agreement of an organisation (thỏa thuận chia sẻ).' },
    PROGRAM_KEY: { description: 'A key for a program (khóa cho chương trình).' },
    APP_SECRET: { description: 'A secret of an app (khóa bí mật của ứng dụng).' },
    SIGNING_KEY: { description: 'A key by which an organisation signs (khóa ký của tổ chức).' },
    PERIOD_KEYS: { description: 'The keys of periods at an organisation, for sketches of people (khóa của kỳ).' },
    CERTIFICATE: { description: 'A certificate by which a gateway reaches subgraphs (chứng thư).' },
    INVITATION: { description: 'An invitation to join (mã mời kết nối).' },
  },
});

@ObjectType({ description: 'Something that ends soon, or has ended lately (sắp hết hạn).' })
@managesOrganisations()
export class Ending {
  @Field(() => EndingKind, { description: 'Its kind (loại).' })
  kind!: EndingKind;

  @Field(() => String, { description: 'Its name (tên): an id, and whose it is.' })
  name!: string;

  @Field(() => GraphQLMoment, { description: 'When it ends (thời điểm hết hạn).' })
  endsAt!: Date;

  @Field(() => Int, { description: 'Whole days until its end (số ngày còn lại); negative once it has ended.' })
  daysLeft!: number;

  @Field(() => String, { description: 'The person or part that renews it, and how (ai gia hạn).' })
  renewedBy!: string;
}
