import {
  CommuneStub,
  ConnectionArguments,
  GraphQLDay,
  type Page,
  PageInfo,
  pageLoader,
  Records,
  type RowOf,
  type SubgraphContext,
} from '@hub/kit';
import { Args, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { AppliedProduct, ProductUse } from './records/research.js';

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

const usesOfProduct = pageLoader<RowOf<typeof ProductUse>>({
  entity: ProductUse.entity,
  parentColumn: 'product_code',
  orderColumns: ['commune_code'],
});

@Resolver(() => AppliedProduct.type)
export class AppliedProductCommunesResolver {
  @FieldResolver(() => AppliedProductCommuneConnection, {
    nullable: true,
    description: 'The communes that use it, by code.',
  })
  async communes(
    @Root() { code }: RowOf<typeof AppliedProduct>,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<AppliedProductCommuneConnection> {
    return communesOf(await usesOfProduct(context).load({ ...slice, parent: code }));
  }
}

/** A page of uses as a page of communes, with the use's fields on the edge. */
function communesOf(uses: Page<RowOf<typeof ProductUse>>): AppliedProductCommuneConnection {
  const edges = uses.edges.map(({ cursor, node: { communeCode, usedSince } }) => ({
    cursor,
    node: { code: communeCode },
    usedSince,
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: uses.pageInfo,
    get totalCount() {
      return uses.totalCount;
    },
  };
}
