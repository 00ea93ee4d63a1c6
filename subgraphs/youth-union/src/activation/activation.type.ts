import { Records } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How an account was activated. */
export enum ActivationMethod {
  AT_SERVICE_POINT = 'AT_SERVICE_POINT',
  AT_HOME = 'AT_HOME',
  AT_SCHOOL = 'AT_SCHOOL',
  ONLINE = 'ONLINE',
}

registerEnumType(ActivationMethod, {
  name: 'AccountActivationMethod',
  description: 'How an identification account was activated (hình thức kích hoạt).',
  valuesConfig: {
    AT_SERVICE_POINT: { description: 'At a service point (tại điểm phục vụ).' },
    AT_HOME: { description: "At home, by a team's visit (tại nhà)." },
    AT_SCHOOL: { description: 'At a school (tại trường học).' },
    ONLINE: { description: 'Online, with guidance from afar (trực tuyến).' },
  },
});

@ObjectType({
  description:
    'Activations of electronic identification accounts (kích hoạt tài khoản định danh điện tử) of one level by one method. An activation is an event: these are turns (lượt), not people.',
})
@Records()
export class AccountActivations {
  @Field(() => Int, { description: "The account's identification level (mức độ định danh), 1 or 2." })
  level!: number;

  @Field(() => ActivationMethod, { description: 'How they were activated (hình thức).' })
  method!: ActivationMethod;

  @Field(() => Int, {
    description: 'Activations (lượt kích hoạt): events, not distinct people; those of each month rounded down to ten.',
  })
  occurrences!: number;

  @Field(() => Boolean, { description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figure.' })
  demonstration!: boolean;
}
