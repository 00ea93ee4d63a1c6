import { GraphQLDay, LinkStateEnum } from '@hub/kit';
import type { LinkState } from '@hub/protocol';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The kind of an organisation's data in the hub. */
export enum DataKind {
  REAL = 'REAL',
  DEMONSTRATION = 'DEMONSTRATION',
  NONE = 'NONE',
}

registerEnumType(DataKind, {
  name: 'DataKind',
  description: "The kind of an organisation's data in the hub (loại dữ liệu).",
  valuesConfig: {
    REAL: { description: "The organisation's own records (dữ liệu thật)." },
    DEMONSTRATION: { description: 'Made up, to show how the hub works (dữ liệu minh họa).' },
    NONE: { description: 'None: the organisation is not linked (chưa kết nối).' },
  },
});

@ObjectType({ description: "An organisation's statement on its data (công bố về dữ liệu)." })
export class DataStatement {
  @Field(() => DataKind, { description: 'The kind of data: real, demonstration, or none.' })
  kind!: DataKind;

  @Field(() => GraphQLDay, { nullable: true, description: 'As of when (tính đến ngày).' })
  asOf!: string | null;
}

@ObjectType('Organisation', { description: 'An organisation of the movement (tổ chức tham gia phong trào).' })
@Directive('@key(fields: "code")')
export class OrganisationObject {
  @Field(() => ID, { description: "The organisation's code (mã tổ chức), such as `farmers-union`." })
  code!: string;

  @Field(() => Boolean, { description: 'Whether its system is linked to the hub (đã kết nối).' })
  linked!: boolean;

  @Field(() => LinkStateEnum, {
    nullable: true,
    description:
      'Where its link stands (trạng thái kết nối), as the registry has it; null where it publishes nothing there.',
  })
  state!: LinkState | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'The day on which it left the hub (ngày rời khỏi hệ thống): no goal expects it after that. Null where it did not leave.',
  })
  leftOn!: string | null;
}
