import { Format, GraphQLDay, GraphQLMoment, RequiresScopes } from '@hub/kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { EventKind } from '../events/event-kind.js';

/** The scope to have the hub send events to programs: see docs/trust.md. */
export const webhooksScope = 'webhooks:manage';

/** The scope for everything about webhooks. */
export const managesWebhooks = (): ReturnType<typeof RequiresScopes> => RequiresScopes([webhooksScope]);

/** The states of a webhook. */
export enum WebhookState {
  ACTIVE = 'ACTIVE',
  WAITING = 'WAITING',
  DISABLED = 'DISABLED',
  ENDED = 'ENDED',
}

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Where a webhook stands (tình trạng).',
  valuesConfig: {
    ACTIVE: { description: 'It gets new events (đang hoạt động).' },
    WAITING: { description: 'The last message was not taken; it is tried again (đang chờ thử lại).' },
    DISABLED: {
      description: 'Deliveries failed for three days, it wants no more events, or its owner lost the right (đã dừng).',
    },
    ENDED: { description: 'Its last day has passed (đã hết hạn).' },
  },
});

/** Why a webhook gets no more messages. */
export enum WebhookFault {
  FAILING = 'FAILING',
  GONE = 'GONE',
  APP_NOT_ACCEPTED = 'APP_NOT_ACCEPTED',
  NO_KEY = 'NO_KEY',
  NOT_LINKED = 'NOT_LINKED',
  AGREEMENT_ENDED = 'AGREEMENT_ENDED',
}

registerEnumType(WebhookFault, {
  name: 'WebhookFault',
  description: 'Why a webhook gets no more events (lý do dừng).',
  valuesConfig: {
    FAILING: { description: 'It took no message for three days (không nhận trong ba ngày).' },
    GONE: { description: 'It answered 410: it wants nothing more (trả lời 410).' },
    APP_NOT_ACCEPTED: {
      description: 'The app that made it is not accepted any more (ứng dụng không còn được chấp nhận).',
    },
    NO_KEY: { description: 'No secret of the app that made it is good any more (ứng dụng không còn khóa).' },
    NOT_LINKED: { description: 'The organisation of its owner is not linked any more (tổ chức không còn liên kết).' },
    AGREEMENT_ENDED: {
      description: 'No agreement shares these events with its owner any more (thỏa thuận chia sẻ không còn hiệu lực).',
    },
  },
});

@ObjectType('WebhookDelivery', { description: 'One attempt to tell a webhook something (một lần gửi).' })
@managesWebhooks()
export class WebhookDeliveryObject {
  @Field(() => ID, {
    description: 'The message (mã thông điệp), as its header `webhook-id` has it: the same each time it is sent.',
  })
  messageId!: string;

  @Field(() => String, { description: 'The kind of event (loại), such as `publication.published`.' })
  type!: string;

  @Field(() => ID, { nullable: true, description: 'The cursor of the event (vị trí tin); null of a test.' })
  eventCursor!: string | null;

  @Field(() => Int, { description: 'The how manieth attempt it was (lần thử).' })
  attempt!: number;

  @Field(() => GraphQLMoment, { description: 'When (thời điểm).' })
  at!: Date;

  @Field(() => Int, { description: 'How long it took, in milliseconds (thời gian).' })
  milliseconds!: number;

  @Field(() => Int, { nullable: true, description: 'The status of the answer (mã trả lời); null where none came.' })
  status!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was not taken (lý do không nhận): `HTTP_` with the status, `TIMEOUT`, `UNREACHABLE`, `UNKNOWN_HOST`, `TLS` or `INWARD_ADDRESS`; null where it was.',
  })
  fault!: string | null;
}

@ObjectType('Webhook', {
  description: 'An address to which the hub sends events (webhook), signed by Standard Webhooks.',
})
@managesWebhooks()
export class WebhookObject {
  @Field(() => ID, { description: 'Its id (mã). It is no secret.' })
  id!: string;

  @Field(() => String, { description: 'Its name (tên): the person in charge, and its use.' })
  name!: string;

  @Field(() => ID, { description: "The creator's identifier at the issuer (người tạo)." })
  owner!: string;

  @Field(() => String, { description: 'The address (địa chỉ).' })
  url!: string;

  @Field(() => [EventKind], {
    nullable: true,
    description: 'The kinds of events that it gets (loại tin); null for all.',
  })
  kinds!: EventKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of which goals (mã mục tiêu); null for all.' })
  goalCodes!: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of what names one of these organisations (mã tổ chức); null for everything.',
  })
  organisationCodes!: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The communes whose own events it gets (mã xã, phường); null for none.',
  })
  communeCodes!: readonly string[] | null;

  @Field(() => WebhookState, { description: 'Where it stands (tình trạng).' })
  state!: WebhookState;

  @Field(() => WebhookFault, {
    nullable: true,
    description: 'Why it was disabled (lý do dừng); null where it was not.',
  })
  disabledReason!: WebhookFault | null;

  @Field(() => ID, { description: 'The last event that it got (vị trí).' })
  cursor!: string;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'Since when it takes nothing (lỗi từ); null where it does.',
  })
  failingSince!: Date | null;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'When it is tried again (lần thử sau); null where it need not.',
  })
  retryAt!: Date | null;

  @Field(() => GraphQLMoment, { description: 'When it was made (thời điểm tạo).' })
  createdAt!: Date;

  @Field(() => GraphQLDay, { description: 'Its last day (đến hết ngày).' })
  until!: string;
}

@ObjectType({ description: 'A webhook, with the secret that is shown this once (webhook và khóa bí mật).' })
@managesWebhooks()
export class WebhookWithSecret {
  @Field(() => WebhookObject, { description: 'The webhook.' })
  webhook!: WebhookObject;

  @Field(() => String, { description: 'The secret that signs its messages (khóa bí mật), as `whsec_…`: keep it.' })
  secret!: string;
}

@InputType({ description: 'A webhook to create (webhook cần tạo).' })
export class WebhookInput {
  @Format('note')
  @Field(() => String, { description: 'Its name (tên): the person in charge, and its use, up to 200 characters.' })
  name!: string;

  @Format('note')
  @Field(() => String, {
    description: 'The address that messages are posted to (địa chỉ): https, and of the public internet.',
  })
  url!: string;

  @Field(() => [EventKind], {
    nullable: true,
    description: 'The kinds of events that it gets (loại tin); all when left out.',
  })
  kinds?: EventKind[] | null;

  @Format('code')
  @Field(() => [ID], { nullable: true, description: 'Of which goals (mã mục tiêu); all when left out.' })
  goalCodes?: string[] | null;

  @Format('code')
  @Field(() => [ID], {
    nullable: true,
    description: 'Of what names one of these organisations (mã tổ chức); everything when left out.',
  })
  organisationCodes?: string[] | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'Its last day (đến hết ngày): within 400 days; a year from today when left out.',
  })
  until?: string | null;
}
