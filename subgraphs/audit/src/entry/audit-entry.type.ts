import { connectionType, GraphQLMoment } from '@hub/kit';
import { defineEntity, p } from '@mikro-orm/core';
import { GraphQLScalarType } from 'graphql';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type AlikeRecord, type AuditRecord, type CountRecord, decisions, phases } from '../log/record.js';

/** `DateTime` under this schema's former name: another name would break generated code. */
const GraphQLLoggedMoment = new GraphQLScalarType({ ...GraphQLMoment.toConfig(), name: 'DateTimeISO' });

const enumOf = <Value extends string>(values: readonly Value[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };

export const AuditPhase = enumOf(phases);
export const AuditDecision = enumOf(decisions);

registerEnumType(AuditPhase, {
  name: 'AuditPhase',
  description: 'Which part of an operation an entry is about (giai đoạn).',
  valuesConfig: {
    WHOLE: { description: 'All of it (toàn bộ).' },
    BEGIN: {
      description: 'Its begin, before anything was done or sent: of what streams or changes something (bắt đầu).',
    },
    END: { description: 'Its end (kết thúc).' },
  },
});
registerEnumType(AuditDecision, {
  name: 'AuditDecision',
  description: 'What became of an operation (kết quả).',
  valuesConfig: {
    ADMITTED: { description: 'The gateway admitted it; the entry of its end has the result (tiếp nhận).' },
    ANSWERED: { description: 'It was answered (đã trả lời).' },
    PARTLY_ANSWERED: { description: 'Some of it was denied or failed; the codes say why (trả lời một phần).' },
    NOT_ANSWERED: { description: 'All of it was denied or failed; the codes say why (không trả lời).' },
  },
});

@ObjectType({ description: 'The key with which a program asked (khóa cho chương trình).' })
export class AuditedKey {
  @Field(() => ID, { description: 'The id of the key (mã khóa).' })
  id!: string;

  @Field(() => String, { description: 'Who answers for it (người chịu trách nhiệm).' })
  name!: string;
}

@ObjectType({ description: 'Who asked, as the issuer of their token, or their key, says (người hỏi).' })
export class AuditedCaller {
  @Field(() => ID, { nullable: true, description: "The caller's identifier at the issuer (định danh)." })
  subject?: string | undefined;

  @Field(() => ID, { nullable: true, description: 'For which organisation (tổ chức).' })
  organisation?: string | undefined;

  @Field(() => ID, { nullable: true, description: 'Through which app (ứng dụng).' })
  app?: string | undefined;

  @Field(() => AuditedKey, {
    nullable: true,
    description: 'By which key for programs (khóa cho chương trình); null where it was a token.',
  })
  key?: AuditedKey | undefined;

  @Field(() => [String], { description: 'In which roles (vai trò).' })
  roles!: string[];
}

@ObjectType('AuditEntry', {
  description:
    'An entry of the audit log: one operation, or a count of equal operations in a minute (mục nhật ký kiểm toán).',
})
export class AuditEntryObject {
  @Field(() => ID, { description: 'Its place in the log (số thứ tự).' })
  sequence!: number;

  /** The stored record of the entry. */
  record!: AuditRecord | CountRecord | AlikeRecord;

  @Field(() => String, { description: 'SHA-256 over it and the entry before it, in hexadecimal (mã băm).' })
  hash!: string;

  @Field(() => GraphQLLoggedMoment, {
    description:
      'The time; for counted operations, the begin of their minute; for operations that a service repeats, the time of the first (thời điểm).',
  })
  get at(): Date {
    return new Date(this.record.at);
  }

  @Field(() => ID, {
    nullable: true,
    description:
      'The request id, under which every log has it; none where the row is of several operations (mã yêu cầu).',
  })
  get request(): string | undefined {
    return 'request' in this.record ? this.record.request : undefined;
  }

  @Field(() => Int, {
    description:
      'The number of operations: 1, or the number of equal operations in a minute. The log counts public operations, and operations that it could not record one by one. Operations that a service of the hub repeats share one row with all ids (số thao tác).',
  })
  get operations(): number {
    return 'operations' in this.record ? this.record.operations : 1;
  }

  @Field(() => AuditPhase, { description: 'Which part of the operation it is about (giai đoạn).' })
  get phase(): AuditRecord['phase'] {
    return this.record.phase;
  }

  @Field(() => AuditedCaller, { description: 'The caller (người hỏi); its fields are empty for an anonymous request.' })
  get caller(): AuditedCaller {
    return this.record.caller;
  }

  @Field(() => String, { nullable: true, description: 'For what purpose (mục đích).' })
  get purpose(): string | undefined {
    return this.record.purpose;
  }

  @Field(() => String, { description: 'query, mutation or subscription (loại thao tác).' })
  get operationType(): string {
    return this.record.operation.type;
  }

  @Field(() => String, { nullable: true, description: 'What the client calls the operation (tên thao tác).' })
  get operationName(): string | undefined {
    return this.record.operation.name;
  }

  @Field(() => String, {
    description:
      "SHA-256 of the operation's text, in base64url; `other` where there were too many different operations (mã băm của thao tác).",
  })
  get operationHash(): string {
    return this.record.operation.hash;
  }

  @Field(() => [ID], { description: 'The organisations that were asked (các tổ chức được hỏi).' })
  get organisations(): string[] {
    return this.record.organisations;
  }

  @Field(() => [String], { description: 'The fields that were asked for, as Type.field (các trường).' })
  get fields(): string[] {
    return this.record.fields;
  }

  @Field(() => AuditDecision, { description: 'What became of it (kết quả).' })
  get decision(): AuditRecord['decision'] {
    return this.record.decision;
  }

  @Field(() => [String], { description: 'The codes of its errors (mã lỗi).' })
  get codes(): string[] {
    return this.record.codes;
  }

  @Field(() => Int, { description: 'How many objects were in the answer, or in all of them (số đối tượng).' })
  get rows(): number {
    return this.record.rows;
  }
}

/** The log's table for reading; `AuditLog` adds entries. */
export const AuditEntryEntity = defineEntity({
  class: AuditEntryObject,
  tableName: 'audit_entry',
  properties: {
    sequence: p.bigint('number').primary(),
    // A text column: the hash covers the exact bytes of the record.
    record: p.json<AuditEntryObject['record']>().columnType('text'),
    hash: p.text(),
  },
});

export const AuditEntryConnection = connectionType('AuditEntry', () => AuditEntryObject, 'entries of the audit log');
