import { defineEntity, p } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, GraphQLMoment } from '@hub/kit';

/** How an import ended. */
export enum ImportState {
  TAKEN = 'TAKEN',
  PARTLY_TAKEN = 'PARTLY_TAKEN',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
}

registerEnumType(ImportState, {
  name: 'ImportState',
  description: 'How the import of a file ended (kết quả nhập tệp).',
  valuesConfig: {
    TAKEN: { description: 'Every row is in (đã nhận đủ).' },
    PARTLY_TAKEN: { description: 'Some rows are in, the rejected rows are not (nhận một phần).' },
    REFUSED: { description: 'No row is in: the file has faults, or each row was rejected (bị từ chối).' },
    FAILED: {
      description: "No row is in: the import failed or was given up; the subgraph's log says why (lỗi).",
    },
  },
});

/** The view of what became of organisations' files, the newest of each first in the order of `position`. */
export const ImportRunEntity = defineEntity({
  name: 'OrganisationImport',
  tableName: 'organisation_import',
  properties: {
    key: p.text().primary(),
    organisation: p.text(),
    id: p.integer(),
    position: p.text(),
    kind: p.text(),
    file: p.text(),
    demonstration: p.boolean(),
    state: p.enum(Object.values(ImportState)),
    read: p.integer(),
    written: p.integer(),
    added: p.integer().nullable(),
    changed: p.integer().nullable(),
    unchanged: p.integer().nullable(),
    rejected: p.integer(),
    begunAt: p.datetime().nullable(),
    endedAt: p.datetime(),
    rejections: p.json<ImportRejection[]>(),
    undoneAt: p.datetime().nullable(),
    undoneBy: p.text().nullable(),
    titleVi: p.text().nullable(),
    titleEn: p.text().nullable(),
  },
});

@ObjectType('ImportRejection', {
  description: 'Why a row of a file was rejected (dòng bị loại), without any value of the row.',
})
export class ImportRejection {
  @Field(() => Int, {
    nullable: true,
    description: 'The line of the file (dòng), the header being 1; null where the file as a whole has the fault.',
  })
  row!: number | null;

  @Field(() => String, {
    description: 'The column (cột): several are joined by `+`, and it is empty where the fault is of no one column.',
  })
  column!: string;

  @Field(() => String, { description: 'What was expected (lý do).' })
  message!: string;
}

@ObjectType('ImportRun', {
  description: "An import of a file into an organisation's subgraph (một lần nhập tệp), and what became of its rows.",
})
export class ImportRun {
  @Field(() => ID, { description: 'By what its organisation knows it: later ones have higher numbers (mã lần nhập).' })
  id!: number;

  @Field(() => String, { description: 'The kind of file (loại tệp).' })
  kind!: string;

  organisation!: string;

  titleVi!: string | null;

  titleEn!: string | null;

  @Field(() => String, { description: "The file's name (tên tệp)." })
  file!: string;

  @Field(() => Boolean, { description: 'Whether what it holds is made up (dữ liệu minh họa).' })
  demonstration!: boolean;

  @Field(() => ImportState, { description: 'How it ended (kết quả).' })
  state!: ImportState;

  @Field(() => Int, { description: 'How many rows were read (số dòng đã đọc).' })
  read!: number;

  @Field(() => Int, { description: 'How many rows are in, rows from before included (số dòng đã nhận).' })
  written!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of them were not there before (thêm mới); null where the kind of file does not tell, and before it was counted.',
  })
  added!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of them replaced a row with other values (thay đổi); null as `added` is.',
  })
  changed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of them were there just so (không đổi); null as `added` is.',
  })
  unchanged!: number | null;

  @Field(() => Int, { description: 'How many rows were rejected (số dòng bị loại).' })
  rejected!: number;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'When it began (bắt đầu); null where that was not written down.',
  })
  begunAt!: Date | null;

  @Field(() => GraphQLMoment, { description: 'When it ended (kết thúc).' })
  endedAt!: Date;

  @Field(() => [ImportRejection], {
    description: 'The first 100 rejected rows (các dòng bị loại), in the order in which they were found.',
  })
  rejections!: ImportRejection[];

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'When it was taken back whole (thời điểm hoàn tác); null where it is in, or never was.',
  })
  undoneAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The caller that took it back (người hoàn tác): a person by the token's subject, or a program; null if the operator did, or if it was not taken back.",
  })
  undoneBy!: string | null;
}

export const ImportRunConnection = connectionType('ImportRun', () => ImportRun, 'imports');
