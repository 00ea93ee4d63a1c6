import { connectionType, GraphQLDay, RecordsOfPersons } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What a volunteer does in a team. */
export enum VolunteerRole {
  GUIDE = 'GUIDE',
  TRAINER = 'TRAINER',
  TECHNICIAN = 'TECHNICIAN',
  COORDINATOR = 'COORDINATOR',
}

registerEnumType(VolunteerRole, {
  name: 'VolunteerRole',
  description: 'What a volunteer does in a team (vai trò).',
  valuesConfig: {
    GUIDE: { description: 'Guides people one by one (hướng dẫn viên).' },
    TRAINER: { description: 'Teaches groups (tập huấn viên).' },
    TECHNICIAN: { description: 'Sees to devices and connections (kỹ thuật viên).' },
    COORDINATOR: { description: "Plans the team's work (điều phối viên)." },
  },
});

/** What a volunteer knows best. */
export enum VolunteerSkill {
  DEVICES = 'DEVICES',
  DIGITAL_IDENTITY = 'DIGITAL_IDENTITY',
  ONLINE_PUBLIC_SERVICES = 'ONLINE_PUBLIC_SERVICES',
  E_PAYMENT = 'E_PAYMENT',
  ONLINE_SAFETY = 'ONLINE_SAFETY',
  AI_TOOLS = 'AI_TOOLS',
}

registerEnumType(VolunteerSkill, {
  name: 'VolunteerSkill',
  description: 'What a volunteer knows best (kỹ năng chính).',
  valuesConfig: {
    DEVICES: { description: 'Phones, computers and their software (thiết bị và phần mềm).' },
    DIGITAL_IDENTITY: { description: 'Electronic identification accounts, VNeID (định danh điện tử).' },
    ONLINE_PUBLIC_SERVICES: { description: 'Online public services (dịch vụ công trực tuyến).' },
    E_PAYMENT: { description: 'Electronic payment (thanh toán điện tử).' },
    ONLINE_SAFETY: { description: 'Safety online (an toàn trên không gian mạng).' },
    AI_TOOLS: { description: 'Artificial intelligence tools (công cụ trí tuệ nhân tạo).' },
  },
});

@ObjectType({
  description:
    "A volunteer of the university's (tình nguyện viên: sinh viên, trí thức trẻ), placed with a Digital Literacy team. A role, a skill and a code: nobody is named.",
})
@Directive('@key(fields: "code")')
@RecordsOfPersons()
export class Volunteer {
  @Field(() => ID, { description: "The volunteer's code (mã tình nguyện viên)." })
  code!: string;

  @Field(() => VolunteerRole, { description: 'What the volunteer does in the team (vai trò).' })
  role!: VolunteerRole;

  @Field(() => VolunteerSkill, { description: 'What the volunteer knows best (kỹ năng chính).' })
  skill!: VolunteerSkill;

  @Field(() => GraphQLDay, { description: 'Since when the volunteer is with the team (ngày tham gia).' })
  placedOn!: string;

  @Field(() => GraphQLDay, { nullable: true, description: 'Until when (ngày kết thúc); null while it is open.' })
  until!: string | null;
}

export const VolunteerConnection = connectionType(
  'Volunteer',
  () => Volunteer,
  "the university's volunteers",
  RecordsOfPersons(),
);
