import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Who leads a learning group. */
export enum LeaderRole {
  BRANCH_CHAIR = 'BRANCH_CHAIR',
  TEACHER = 'TEACHER',
  CADRE = 'CADRE',
  VOLUNTEER = 'VOLUNTEER',
}

registerEnumType(LeaderRole, {
  name: 'LeaderRole',
  description: 'Who leads a learning group: a role, never a name.',
  valuesConfig: {
    BRANCH_CHAIR: { description: 'The chair of the branch (chi hội trưởng).' },
    TEACHER: { description: 'A teacher (giáo viên).' },
    CADRE: { description: 'A cadre of the commune (cán bộ xã).' },
    VOLUNTEER: { description: 'A volunteer (tình nguyện viên).' },
  },
});

@ObjectType({ description: 'A "Digital Literacy for All" group with women as its core (tổ Bình dân học vụ số).' })
@Directive('@key(fields: "code")')
@Records()
export class LearningGroup {
  @Field(() => ID, { description: "The group's code." })
  code!: string;

  @Field(() => LeaderRole, { description: "The leader's role (vai trò tổ trưởng)." })
  leaderRole!: LeaderRole;

  @Field(() => GraphQLDay, { description: 'When it was founded (ngày thành lập).' })
  foundedOn!: string;
}

@ObjectType({ description: 'One meeting of a learning group (buổi sinh hoạt).' })
@Records()
export class LearningGroupSession {
  @Field(() => ID, { description: "The session's code." })
  code!: string;

  @Field(() => GraphQLDay, { description: 'When it was held.' })
  heldOn!: string;
}

export const LearningGroupConnection = connectionType(
  'LearningGroup',
  () => LearningGroup,
  'the learning groups',
  Records(),
);
export const LearningGroupSessionConnection = connectionType(
  'LearningGroupSession',
  () => LearningGroupSession,
  "a learning group's sessions",
  Records(),
);
