import { connectionType, Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What people are guided in. */
export enum GuidanceService {
  LEVEL_1_ACCOUNT = 'LEVEL_1_ACCOUNT',
  LEVEL_2_ACCOUNT = 'LEVEL_2_ACCOUNT',
  ONLINE_PUBLIC_SERVICE = 'ONLINE_PUBLIC_SERVICE',
  E_PAYMENT = 'E_PAYMENT',
  DIGITAL_SIGNATURE = 'DIGITAL_SIGNATURE',
  ONLINE_SAFETY = 'ONLINE_SAFETY',
}

registerEnumType(GuidanceService, {
  name: 'GuidanceService',
  description: 'What people are guided in at a session (nội dung hướng dẫn).',
  valuesConfig: {
    LEVEL_1_ACCOUNT: { description: 'Activating a level-1 identification account (tài khoản định danh mức 1).' },
    LEVEL_2_ACCOUNT: { description: 'Activating a level-2 identification account (tài khoản định danh mức 2).' },
    ONLINE_PUBLIC_SERVICE: { description: 'Using online public services (dịch vụ công trực tuyến).' },
    E_PAYMENT: { description: 'Paying electronically (thanh toán điện tử).' },
    DIGITAL_SIGNATURE: { description: 'Getting and using a digital signature (chữ ký số).' },
    ONLINE_SAFETY: { description: 'Staying safe online (an toàn trên không gian mạng).' },
  },
});

@ObjectType({
  description:
    'A guidance session (buổi hướng dẫn), or a total of many sessions that is published as one figure without days.',
})
@Records()
export class GuidanceSession {
  @Field(() => ID, { description: "The session's code (mã buổi)." })
  code!: string;

  @Field(() => Boolean, { description: 'Whether the figure is approximate ("about", khoảng), as published.' })
  approximate!: boolean;

  @Field(() => [GuidanceService], { description: 'What people were guided in (nội dung hướng dẫn).' })
  services!: GuidanceService[];

  @Field(() => String, {
    nullable: true,
    description: 'Where the figure comes from (nguồn) when not from own records; made-up data says so here.',
  })
  source!: string | null;
}

/** A service point of movement; here only its key, for the sessions held there. */
@ObjectType('ServicePoint')
@Directive('@key(fields: "code")')
export class ServicePointStub {
  @Field(() => ID, { description: "The service point's code." })
  code!: string;
}

export const GuidanceSessionConnection = connectionType(
  'GuidanceSession',
  () => GuidanceSession,
  'guidance sessions',
  Records(),
);
