import { GraphQLDay, GraphQLMoment, Language, RequiresScopes } from '@hub/kit';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { EventKind } from '../events/event-kind.js';

/**
 * The scope for everything about alerts by mail, except the links in a mail: the mails concern communes, which need
 * that scope.
 */
export const followsByMail = (): ReturnType<typeof RequiresScopes> => RequiresScopes(['progress:read']);

/** The states of an alert by mail. */
export enum MailAlertState {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  DISABLED = 'DISABLED',
  ENDED = 'ENDED',
}

registerEnumType(MailAlertState, {
  name: 'MailAlertState',
  description: 'Where an alert by mail stands (tình trạng).',
  valuesConfig: {
    PENDING: { description: 'The address is not confirmed: open the link in the mail within a day (chờ xác nhận).' },
    ACTIVE: { description: 'It gets new events (đang hoạt động).' },
    DISABLED: { description: 'The address takes no mail (đã dừng).' },
    ENDED: { description: 'Its last day has passed (đã hết hạn).' },
  },
});

/** Why an alert sends no more mails. */
export enum MailAlertFault {
  FAILING = 'FAILING',
  REFUSED = 'REFUSED',
}

registerEnumType(MailAlertFault, {
  name: 'MailAlertFault',
  description: 'Why an alert sends nothing more (lý do dừng).',
  valuesConfig: {
    FAILING: { description: 'No mail could be sent for three days (không gửi được trong ba ngày).' },
    REFUSED: { description: 'The mail server refuses the address (máy chủ từ chối địa chỉ).' },
  },
});

@InputType('MailAlertInput', { description: 'An alert by mail that is to be (báo tin qua thư cần tạo).' })
export class MailAlertInput {
  @Field(() => String, {
    description: 'Your address (địa chỉ thư); it is confirmed by a link before any event is sent.',
  })
  address!: string;

  @Field(() => Language, { defaultValue: Language.VI, description: 'The language of the mails (ngôn ngữ).' })
  language!: Language;

  @Field(() => [EventKind], {
    nullable: true,
    description: 'The kinds of events (loại tin); publications, corrections, lateness and anomalies when left out.',
  })
  kinds?: EventKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'The codes of goals (mã mục tiêu); all when left out.' })
  goalCodes?: string[] | null;
}

@ObjectType('MailAlert', { description: 'A subscription to events by mail (báo tin qua thư).' })
@followsByMail()
export class MailAlertObject {
  @Field(() => ID, { description: 'Its id (mã).' })
  id!: string;

  @Field(() => String, { description: 'The address (địa chỉ thư).' })
  address!: string;

  @Field(() => Language, { description: 'The language of the mails (ngôn ngữ).' })
  language!: Language;

  @Field(() => [EventKind], { description: 'The kinds of events (loại tin).' })
  kinds!: EventKind[];

  @Field(() => [ID], { nullable: true, description: 'The codes of goals (mã mục tiêu); null for all.' })
  goalCodes!: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'The communes (mã xã, phường); null for none.' })
  communeCodes!: readonly string[] | null;

  @Field(() => MailAlertState, { description: 'Where it stands (tình trạng).' })
  state!: MailAlertState;

  @Field(() => MailAlertFault, { nullable: true, description: 'Why it sends nothing more (lý do dừng).' })
  disabledReason!: MailAlertFault | null;

  @Field(() => GraphQLMoment, { description: 'When it was made (tạo lúc).' })
  createdAt!: Date;

  @Field(() => GraphQLDay, { description: 'Its last day (đến hết ngày).' })
  until!: string;
}
