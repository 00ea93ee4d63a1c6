import { Format, GraphQLMoment } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** What became of a note on a figure. */
export enum FigureNoteState {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
  REJECTED = 'REJECTED',
}

registerEnumType(FigureNoteState, {
  name: 'FigureNoteState',
  description: 'What became of a note on a figure (tình trạng ghi chú).',
  valuesConfig: {
    PENDING: { description: 'It waits for a decision (chờ duyệt).' },
    ACCEPTED: { description: 'It is shown beside the figure (đã duyệt).' },
    REJECTED: { description: 'It is shown to nobody but its organisation, with the reason (không duyệt).' },
  },
});

@ObjectType({ description: 'What an organisation says of a figure (ghi chú về số liệu).' })
export class FigureNote {
  @Field(() => ID, { description: 'Its id (mã ghi chú).' })
  id!: string;

  @Field(() => ID, { description: "The goal's code (mã mục tiêu)." })
  goalCode!: string;

  @Field(() => ID, { description: 'The commune, or the root place (mã địa bàn).' })
  placeCode!: string;

  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period!: string;

  @Field(() => String, { description: 'The text of the note (nội dung).' })
  text!: string;

  @Field(() => GraphQLMoment, { description: 'When it was written (lúc viết).' })
  at!: Date;

  @Field(() => FigureNoteState, { description: 'What became of it (tình trạng).' })
  state!: FigureNoteState;

  @Field(() => String, { nullable: true, description: 'Why it was rejected (lý do không duyệt); else null.' })
  reason!: string | null;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'When it was accepted or rejected (lúc duyệt); null while it waits.',
  })
  judgedAt!: Date | null;
}

@InputType({ description: 'A note on a figure (ghi chú về số liệu).' })
export class FigureNoteInput {
  @Format('code')
  @Field(() => ID, { description: "The goal's code (mã mục tiêu)." })
  goal!: string;

  @Format('place')
  @Field(() => ID, {
    nullable: true,
    description: "The commune's code (mã xã, phường); the whole root place when left out.",
  })
  place?: string | null;

  @Field(() => GraphQLPeriod, { description: 'The month (kỳ) that the figure is of.' })
  period!: string;

  @Format('note')
  @Field(() => String, {
    description: 'What is said (nội dung), up to 1,000 characters: nothing about single persons.',
  })
  text!: string;
}
