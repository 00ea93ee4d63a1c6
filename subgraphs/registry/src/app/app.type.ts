import { Format, GraphQLDay, GraphQLMoment } from '@hub/kit';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { managesKeys, ProgramKeyRate, ProgramKeyRateInput } from '../key/program-key.type.js';

/** For callers that show a token or a secret. */
export const known = () => Directive('@authenticated');

/** The states of an app. */
export enum AppStateEnum {
  UNCONFIRMED = 'UNCONFIRMED',
  WAITING = 'WAITING',
  ACCEPTED = 'ACCEPTED',
  REFUSED = 'REFUSED',
  SUSPENDED = 'SUSPENDED',
}

registerEnumType(AppStateEnum, {
  name: 'AppState',
  description: 'In which state an app is (tình trạng ứng dụng).',
  valuesConfig: {
    UNCONFIRMED: {
      description:
        'The person in charge has not confirmed it by the link in the mail (chờ xác nhận qua thư): it has no access, and is deleted after a day.',
    },
    WAITING: { description: 'An operator has not decided yet (đang chờ duyệt): it opens what is public.' },
    ACCEPTED: { description: 'It opens what was accepted (đã chấp nhận).' },
    REFUSED: { description: 'An operator refused it, and says why (bị từ chối).' },
    SUSPENDED: { description: 'It opens what is public until an operator has it go on (tạm dừng).' },
  },
});

/** The data that an app may publish. */
export enum RepublicationEnum {
  NOTHING = 'NOTHING',
  DERIVED = 'DERIVED',
  FIGURES = 'FIGURES',
}

registerEnumType(RepublicationEnum, {
  name: 'Republication',
  description: 'The data that an app may publish (được công bố lại).',
  valuesConfig: {
    NOTHING: { description: 'Nothing: its own users alone see it (không công bố lại).' },
    DERIVED: { description: 'What it makes of it, such as charts and rankings, with its source (sản phẩm phái sinh).' },
    FIGURES: { description: 'The figures themselves, with their source (số liệu gốc).' },
  },
});

/** The steps of an operator with an app. */
export enum AppStepEnum {
  CONFIRM = 'CONFIRM',
  ACCEPT = 'ACCEPT',
  REFUSE = 'REFUSE',
  SUSPEND = 'SUSPEND',
  RESUME = 'RESUME',
}

registerEnumType(AppStepEnum, {
  name: 'AppStep',
  description: 'What an operator does with an app (bước xử lý).',
  valuesConfig: {
    CONFIRM: {
      description:
        'It waits for a decision without the mail that confirms it (xác nhận thay thư), as where the hub sends none.',
    },
    ACCEPT: { description: 'It opens what it asked for, or fewer scopes (chấp nhận).' },
    REFUSE: { description: 'It opens public data only (từ chối).' },
    SUSPEND: { description: 'Its accepted scopes are suspended (tạm dừng).' },
    RESUME: { description: 'It goes on (cho hoạt động lại).' },
  },
});

@ObjectType('RegisteredApp', { description: 'An app of others, as it registered (ứng dụng đã đăng ký).' })
@known()
export class RegisteredApp {
  @Field(() => ID, { description: 'Its client id (mã ứng dụng).' })
  id!: string;

  @Field(() => String, { description: 'Its name (tên).' })
  name!: string;

  @Field(() => String, {
    description: 'Its use of the answers, in the words of its maker (mục đích cụ thể).',
  })
  use!: string;

  @Field(() => String, { description: 'The code of the purpose that its requests are for (mục đích).' })
  purpose!: string;

  @Field(() => RepublicationEnum, { description: 'The data that it may publish (được công bố lại).' })
  republish!: RepublicationEnum;

  @Field(() => String, { nullable: true, description: 'How it names its source (ghi nguồn); null where it need not.' })
  attribution!: string | null;

  @Field(() => String, { description: 'Who answers for it, by an address of mail (liên hệ).' })
  contact!: string;

  @Field(() => [String], { description: 'Its access once it is accepted (phạm vi), as the scopes of tokens.' })
  scopes!: readonly string[];

  @Field(() => [String], { description: 'The sites whose pages may ask with its credentials (trang web được phép).' })
  origins!: readonly string[];

  @Field(() => AppStateEnum, { description: 'In which state it is (tình trạng).' })
  state!: AppStateEnum;

  @Field(() => String, { nullable: true, description: 'Why (lý do), as the operator says; null where nobody said.' })
  reason!: string | null;

  @Field(() => ProgramKeyRate, {
    nullable: true,
    description: 'How often it may ask (tần suất), never more than its role; null for the limit of its role.',
  })
  rate!: ProgramKeyRate | null;

  @Field(() => GraphQLMoment, { description: 'When it registered (thời điểm đăng ký).' })
  registeredAt!: Date;

  @Field(() => GraphQLMoment, { nullable: true, description: 'When it was decided last (thời điểm quyết định).' })
  decidedAt!: Date | null;
}

@ObjectType({ description: 'The operations of an app on one day (mức sử dụng theo ngày), by the audit log.' })
@known()
export class AppDay {
  @Field(() => GraphQLDay, { description: 'The day in Vietnam (ngày).' })
  day!: string;

  @Field(() => Int, { description: 'Number of operations (số truy vấn).' })
  operations!: number;

  @Field(() => Int, { description: 'Number of operations with an error (số truy vấn có lỗi), in part or in whole.' })
  failed!: number;

  @Field(() => Int, { description: 'Number of objects in the answers (số đối tượng đã trả).' })
  objects!: number;

  @Field(() => [String], { description: 'The codes of the errors (mã lỗi), in alphabetical order.' })
  codes!: readonly string[];
}

@ObjectType('AppSecret', { description: 'A secret of an app, without its text (khóa bí mật của ứng dụng).' })
@known()
export class AppSecretObject {
  @Field(() => ID, { description: 'The id of the secret (mã khóa): the part of its text between the underscores.' })
  id!: string;

  @Field(() => GraphQLDay, { description: 'Its last day (đến hết ngày).' })
  until!: string;

  @Field(() => GraphQLMoment, { description: 'When it was made (thời điểm tạo).' })
  createdAt!: Date;
}

@ObjectType({ description: 'What happened to an app (thay đổi của ứng dụng).' })
@known()
export class AppChange {
  @Field(() => String, { description: 'What (việc đã làm), as `registered`, `accepted` or `made a secret`.' })
  what!: string;

  @Field(() => String, {
    description:
      'The actor (người thực hiện): the app, or the person in charge by its id, or an operator by an identifier.',
  })
  by!: string;

  @Field(() => GraphQLMoment, { description: 'When (thời điểm).' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Why (lý do); null where nobody said.' })
  reason!: string | null;
}

@ObjectType('AppDocument', {
  description: 'A document that an app registered, and may run by its hash (truy vấn đã đăng ký).',
})
@known()
export class AppDocumentObject {
  @Field(() => ID, { description: 'SHA-256 of its text, in hexadecimal (mã băm).' })
  hash!: string;

  @Field(() => String, { nullable: true, description: 'The name of its operation (tên); null where it has none.' })
  operation!: string | null;

  @Field(() => String, { description: 'Its text (nội dung).' })
  text!: string;

  @Field(() => GraphQLMoment, { description: 'When it was registered (thời điểm đăng ký).' })
  registeredAt!: Date;
}

@ObjectType({ description: 'An app that registered, with its first secret (ứng dụng vừa đăng ký).' })
export class AppRegistration {
  @Field(() => ID, { description: 'Its client id (mã ứng dụng).' })
  id!: string;

  @Field(() => AppStateEnum, { description: 'In which state it is (tình trạng).' })
  state!: AppStateEnum;

  @Field(() => String, {
    nullable: true,
    description:
      'Its first secret, shown this once (khóa bí mật): the bearer token, or the password of Basic, from when the app is confirmed. Null where the same was asked for before, under the same idempotency key.',
  })
  secret!: string | null;
}

@ObjectType({ description: 'A secret of an app, just made (khóa bí mật vừa tạo).' })
@known()
export class AppSecretMade {
  @Field(() => RegisteredApp, { description: 'The app (ứng dụng).' })
  app!: RegisteredApp;

  @Field(() => String, { description: 'Its text, shown this once (khóa bí mật).' })
  secret!: string;
}

@InputType({ description: 'The request to register an app (nội dung đăng ký ứng dụng).' })
export class AppInput {
  @Format('note')
  @Field(() => String, { description: 'Its name (tên): up to 100 characters.' })
  name!: string;

  @Format('note')
  @Field(() => String, { description: 'What it does with the answers (mục đích cụ thể): up to 500 characters.' })
  use!: string;

  @Format('code')
  @Field(() => String, { description: 'The code of the purpose of its requests (mục đích), such as `statistics`.' })
  purpose!: string;

  @Field(() => RepublicationEnum, { description: 'What it would publish (muốn công bố lại).' })
  republish!: RepublicationEnum;

  @Format('note')
  @Field(() => String, {
    nullable: true,
    description: 'How it names its source (ghi nguồn); needed where it publishes something.',
  })
  attribution?: string | null;

  @Format('note')
  @Field(() => String, { description: 'Who answers for it (liên hệ): an address of mail.' })
  contact!: string;

  @Field(() => [String], { description: 'What it would open (phạm vi), of the scopes of the role `app`.' })
  scopes!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'The sites whose pages would ask with its credentials (trang web), such as `https://app.example`.',
  })
  origins!: string[];
}

@InputType({ description: 'What an operator says of an app (quyết định về ứng dụng).' })
export class AppDecision {
  @Field(() => AppStepEnum, { description: 'The step (bước).' })
  step!: AppStepEnum;

  @Format('note')
  @Field(() => String, { nullable: true, description: 'Why (lý do): the app reads it. Needed to refuse and suspend.' })
  reason?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Its scopes from now on (phạm vi), from the scopes that it has or asked for; by default all.',
  })
  scopes?: string[] | null;

  @Field(() => ProgramKeyRateInput, { nullable: true, description: 'How often it may ask (tần suất).' })
  rate?: ProgramKeyRateInput | null;
}

@ObjectType({ description: 'How often an app asked for a field (mức sử dụng trường).' })
@known()
export class AppFieldUse {
  @Field(() => String, {
    nullable: true,
    description:
      'The software, as it names itself (phần mềm), as `name@version`, by `apollographql-client-name` and `-version`; null where it does not.',
  })
  software!: string | null;

  @Field(() => String, { description: 'The field, as `Type.field` (trường).' })
  field!: string;

  @Field(() => Int, { description: 'How many operations asked for it (số truy vấn).' })
  operations!: number;

  @Field(() => GraphQLMoment, { description: 'When it was asked for last (lần cuối).' })
  lastAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'What replaces it and until when (sắp bỏ); null where it stays.',
  })
  deprecated!: string | null;
}

@ObjectType({ description: 'How often a client asked for a field (mức sử dụng của phần mềm).' })
@managesKeys()
export class ClientFieldUse {
  @Field(() => String, {
    description: 'Who asked (người hỏi): an app by its client id, a key by its id, or a role; never a person.',
  })
  client!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The software, as it names itself (phần mềm), as `name@version`, by `apollographql-client-name` and `-version`; null where it does not.',
  })
  software!: string | null;

  @Field(() => String, { description: 'The field, as `Type.field` (trường).' })
  field!: string;

  @Field(() => Int, { description: 'How many operations asked for it (số truy vấn).' })
  operations!: number;

  @Field(() => GraphQLMoment, { description: 'When it was asked for last (lần cuối).' })
  lastAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'What replaces it and until when (sắp bỏ); null where it stays.',
  })
  deprecated!: string | null;
}
