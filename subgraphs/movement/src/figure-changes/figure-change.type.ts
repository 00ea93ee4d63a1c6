import { PageInfo } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** What became of a figure. */
export enum FigureChangeKind {
  CHANGED = 'CHANGED',
  REMOVED = 'REMOVED',
}

registerEnumType(FigureChangeKind, {
  name: 'FigureChangeKind',
  description: 'What became of a figure (loại thay đổi).',
  valuesConfig: {
    CHANGED: { description: 'It is new, or has other values: take `progress` (số liệu mới).' },
    REMOVED: { description: 'It is no more: delete it (đã bỏ).' },
  },
});

@ObjectType({ description: 'The last change of a figure (thay đổi của một số liệu).' })
export class FigureChange {
  @Field(() => FigureChangeKind, { description: 'What became of it (loại thay đổi).' })
  kind!: FigureChangeKind;

  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, {
    description: 'The commune (mã xã, phường), or the root place of the hub, such as a province, for the whole of it.',
  })
  communeCode!: string;

  @Field(() => GraphQLPeriod, { description: 'The month (tháng).' })
  period!: string;

  @Field(() => ID, { description: 'Where to go on after this change (vị trí).' })
  cursor!: string;
}

@ObjectType({ description: 'Figures that changed, in the order of their last change (các số liệu đã thay đổi).' })
export class FigureChangeConnection {
  @Field(() => [FigureChange], { description: 'The changes (các thay đổi): each figure once.' })
  nodes!: FigureChange[];

  @Field(() => PageInfo, {
    description:
      'Where this page stands: keep `endCursor`, which is the cursor that you gave where nothing changed, and go on from it at any later time.',
  })
  pageInfo!: PageInfo;

  @Field(() => ID, {
    nullable: true,
    description:
      'The version of the figures (`figuresVersion`) whose changes are all in the list (phiên bản đã đối chiếu); null before the first comparison.',
  })
  figuresVersion!: string | null;
}
