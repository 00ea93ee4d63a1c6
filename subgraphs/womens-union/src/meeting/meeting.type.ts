import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Who holds a meeting of officials. */
export enum MeetingLevel {
  PROVINCE = 'PROVINCE',
  COMMUNE = 'COMMUNE',
}

registerEnumType(MeetingLevel, {
  name: 'WomensUnionMeetingLevel',
  description: "The level of the Women's Union that holds a meeting (cấp tổ chức).",
  valuesConfig: {
    PROVINCE: { description: "The Provincial Women's Union (cấp tỉnh); its officials of all levels may be present." },
    COMMUNE: { description: 'A branch in a commune (cấp xã).' },
  },
});

@ObjectType({ description: "A meeting of the Women's Union's officials about the movement (hội nghị chuyên đề)." })
@Records()
export class WomensUnionMeeting {
  @Field(() => ID, { description: "The meeting's code." })
  code!: string;

  @Field(() => GraphQLDay, { nullable: true, description: 'When it was held; null when the source does not say.' })
  heldOn!: string | null;

  @Field(() => MeetingLevel, { description: 'Who held it (cấp tổ chức).' })
  level!: MeetingLevel;

  @Field(() => String, { description: 'Where the record is from (nguồn).' })
  source!: string;
}

export const WomensUnionMeetingConnection = connectionType(
  'WomensUnionMeeting',
  () => WomensUnionMeeting,
  "the Women's Union's meetings",
  Records(),
);
