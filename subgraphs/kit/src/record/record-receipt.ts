import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/words.js';

/** The results for a typed-in record. */
export const recordState = {
  name: 'TypedRecordState',
  description: 'The result of a record that was typed in (kết quả).',
  values: {
    ADDED: 'It was not there before (mới).',
    CHANGED: 'It was there with other values (đã sửa).',
    UNCHANGED: 'It was there with the same values (không đổi).',
    REFUSED: 'It is not in: see its faults (bị từ chối).',
  },
} as const;

export type TypedRecordState = keyof typeof recordState.values;

const states = enumOf(recordState);

/** A fault of a typed-in record. */
@ObjectType('TypedRecordFault', {
  description: 'Why a record that was typed in was not taken (lỗi): one entry for each fault.',
})
@Directive('@shareable')
export class TypedRecordFault {
  @Field(() => String, {
    nullable: true,
    description: 'The field of the input (trường); null where the fault is of no one field.',
  })
  field!: string | null;

  @Field(() => String, {
    description: 'The column of the file that it stands for, several joined by `+`; empty where it is of none (cột).',
  })
  column!: string;

  @Field(() => String, { description: 'The expected value, and the value received (lý do).' })
  message!: string;
}

/** The receipt of a typed-in record. */
@ObjectType('TypedRecordReceipt', { description: 'The result of a record that was typed in (kết quả nhập tay).' })
@Directive('@shareable')
export class TypedRecordReceipt {
  @Field(() => ID, {
    nullable: true,
    description: 'The number of its import, as in receipts (số lần nhập); null where no row was taken.',
  })
  import!: string | null;

  @Field(() => states, { description: 'What became of it (kết quả).' })
  state!: TypedRecordState;

  @Field(() => [TypedRecordFault], { description: 'Why it was refused; none where it is in (các lỗi).' })
  faults!: readonly TypedRecordFault[];
}
