import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What a team can teach. */
export enum TeamSkill {
  SMARTPHONE_BASICS = 'SMARTPHONE_BASICS',
  DIGITAL_IDENTITY = 'DIGITAL_IDENTITY',
  ONLINE_PUBLIC_SERVICES = 'ONLINE_PUBLIC_SERVICES',
  E_PAYMENT = 'E_PAYMENT',
  ONLINE_SAFETY = 'ONLINE_SAFETY',
  AI_TOOLS = 'AI_TOOLS',
}

registerEnumType(TeamSkill, {
  name: 'DigitalLiteracyTeamSkill',
  description: 'What a Digital Literacy team can teach (kỹ năng của đội).',
  valuesConfig: {
    SMARTPHONE_BASICS: { description: 'Using a smartphone (sử dụng điện thoại thông minh).' },
    DIGITAL_IDENTITY: { description: 'Electronic identification accounts, VNeID (định danh điện tử).' },
    ONLINE_PUBLIC_SERVICES: { description: 'Online public services (dịch vụ công trực tuyến).' },
    E_PAYMENT: { description: 'Electronic payment (thanh toán điện tử).' },
    ONLINE_SAFETY: { description: 'Safety online (an toàn trên không gian mạng).' },
    AI_TOOLS: { description: 'Artificial intelligence tools (công cụ trí tuệ nhân tạo).' },
  },
});

@ObjectType({
  description: 'A Digital Literacy team of the Youth Union (Đội Bình dân học vụ số), working in one commune.',
})
@Directive('@key(fields: "code")')
@Records()
export class DigitalLiteracyTeam {
  @Field(() => ID, { description: "The team's code (mã đội)." })
  code!: string;

  @Field(() => GraphQLDay, { description: 'When it was founded (ngày thành lập).' })
  foundedOn!: string;

  @Field(() => [TeamSkill], { description: 'What it can teach (kỹ năng).' })
  skills!: TeamSkill[];
}

export const DigitalLiteracyTeamConnection = connectionType(
  'DigitalLiteracyTeam',
  () => DigitalLiteracyTeam,
  'Digital Literacy teams',
  Records(),
);
