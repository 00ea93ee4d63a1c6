import { GraphQLDay, type LinkState } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What an organisation's data in the hub is. */
export enum DataKind {
  REAL = 'REAL',
  DEMONSTRATION = 'DEMONSTRATION',
  NONE = 'NONE',
}

/** Where an organisation's link to the hub stands. */
export enum LinkStateEnum {
  INVITED = 'INVITED',
  CHECKING = 'CHECKING',
  LIVE = 'LIVE',
  SUSPENDED = 'SUSPENDED',
  LEFT = 'LEFT',
}

registerEnumType(LinkStateEnum, {
  name: 'LinkState',
  description: "Where an organisation's link to the hub stands (trạng thái kết nối).",
  valuesConfig: {
    INVITED: { description: 'It was invited, and has not joined (đã mời).' },
    CHECKING: { description: 'It joined, and waits to be accepted (đang kiểm tra).' },
    LIVE: { description: 'It is linked (đang kết nối).' },
    SUSPENDED: { description: 'Its records are taken out, and its released figures stay (tạm dừng).' },
    LEFT: { description: 'It has left; what it signed stays (đã rời).' },
  },
});

registerEnumType(DataKind, {
  name: 'DataKind',
  description: "What an organisation's data in the hub is (loại dữ liệu).",
  valuesConfig: {
    REAL: { description: "The organisation's own records (dữ liệu thật)." },
    DEMONSTRATION: { description: 'Made up, to show how the hub works (dữ liệu minh họa).' },
    NONE: { description: 'None: the organisation is not linked (chưa kết nối).' },
  },
});

@ObjectType({ description: "An organisation's statement on its data (công bố về dữ liệu)." })
export class DataStatement {
  @Field(() => DataKind, { description: 'What the data is: real, demonstration, or none.' })
  kind!: DataKind;

  @Field(() => GraphQLDay, { nullable: true, description: 'As of when (tính đến ngày).' })
  asOf!: string | null;
}

@ObjectType('Organisation', { description: 'An organisation of the movement (tổ chức tham gia phong trào).' })
@Directive('@key(fields: "code")')
export class OrganisationObject {
  @Field(() => ID, { description: "The organisation's code (mã tổ chức), such as `womens-union`." })
  code!: string;

  @Field(() => Boolean, { description: 'Whether its system is linked to the hub (đã kết nối).' })
  linked!: boolean;

  @Field(() => LinkStateEnum, {
    nullable: true,
    description:
      'Where its link stands (trạng thái kết nối), as the registry has it; null where it publishes nothing there.',
  })
  state!: LinkState | null;
}
