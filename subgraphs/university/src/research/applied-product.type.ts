import { CommuneStub, connectionType, GraphQLDay, PageInfo, Records } from '@hub/kit';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a product is. */
export enum AppliedProductKind {
  MOBILE_APP = 'MOBILE_APP',
  WEB_PLATFORM = 'WEB_PLATFORM',
  CHATBOT = 'CHATBOT',
  LEARNING_MATERIAL = 'LEARNING_MATERIAL',
  DEVICE = 'DEVICE',
}

registerEnumType(AppliedProductKind, {
  name: 'AppliedProductKind',
  description: 'What an applied product is (loại sản phẩm).',
  valuesConfig: {
    MOBILE_APP: { description: 'An application for phones (ứng dụng di động).' },
    WEB_PLATFORM: { description: 'A platform on the web (nền tảng web).' },
    CHATBOT: { description: 'A program that answers questions (trợ lý ảo).' },
    LEARNING_MATERIAL: { description: 'Material to learn with (học liệu số).' },
    DEVICE: { description: 'A device (thiết bị).' },
  },
});

@ObjectType({
  description: "An applied product of the university's for local digital transformation (sản phẩm ứng dụng).",
})
@Records()
export class AppliedProduct {
  @Field(() => ID, { description: "The product's code (mã sản phẩm)." })
  code!: string;

  @Field(() => AppliedProductKind, { description: 'What it is (loại sản phẩm).' })
  kind!: AppliedProductKind;

  @Field(() => GraphQLDay, { description: 'Since when there is the product (ngày ra mắt).' })
  since!: string;
}

export const AppliedProductConnection = connectionType(
  'AppliedProduct',
  () => AppliedProduct,
  "the university's applied products",
  Records(),
);

@ObjectType({ description: 'One of the communes that use a product, with its cursor.' })
@Records()
export class AppliedProductCommuneEdge {
  @Field(() => String, { description: 'Opaque; give it as `after` to go on from here.' })
  cursor!: string;

  @Field(() => CommuneStub, { nullable: true, description: 'The commune itself.' })
  node!: CommuneStub;

  @Field(() => GraphQLDay, { description: 'Since when the commune uses the product (ngày bắt đầu sử dụng).' })
  usedSince!: string;
}

@ObjectType({ description: 'A page of the communes that use a product.' })
@Records()
export class AppliedProductCommuneConnection {
  @Field(() => [AppliedProductCommuneEdge], { description: 'The communes of this page with their cursors.' })
  edges!: AppliedProductCommuneEdge[];

  @Field(() => [CommuneStub], { nullable: 'items', description: 'The communes of this page, without cursors.' })
  nodes!: CommuneStub[];

  @Field(() => PageInfo, { description: 'Where this page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many there are in all, on every page.' })
  totalCount!: Promise<number>;
}
