import { connectionType, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('IdentityCount', {
  description:
    "A commune's counts on the VNeID platform to date at a month's end (số liệu VNeID của xã, phường theo tháng), as the provincial police report them.",
})
@Records()
export class IdentityCountObject {
  @Field(() => String, { description: 'The month at whose end they were counted (tháng), `YYYY-MM`.' })
  month!: string;
}

export const IdentityCountConnection = connectionType(
  'IdentityCount',
  () => IdentityCountObject,
  'counts on the VNeID platform',
  Records(),
);
