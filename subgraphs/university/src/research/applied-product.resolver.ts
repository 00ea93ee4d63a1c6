import {
  CommuneStub,
  ConnectionArguments,
  Format,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { AppliedProduct as ProductRow, ProductUse } from './applied-product.entity.js';
import { AppliedProduct, AppliedProductCommuneConnection, AppliedProductConnection } from './applied-product.type.js';
import type { ResearchProject as ProjectRow } from './research-project.entity.js';
import { ResearchProject } from './research-project.type.js';
import { allProducts, productsOfCommune, projectLoader, usesOfProduct } from './research.loader.js';

@Resolver(() => AppliedProduct)
export class AppliedProductResolver {
  @Query(() => AppliedProductConnection, {
    nullable: true,
    description: "The university's applied products for local digital transformation, by code.",
  })
  appliedProducts(
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only those that this commune (xã, phường) uses, by its code.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ProductRow>> {
    return commune == null
      ? allProducts(context).load(slice)
      : productsOfCommune(context).load({ ...slice, parent: commune });
  }

  @FieldResolver(() => String, { description: 'Its name (tên sản phẩm).' })
  name(@Root() product: ProductRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: product.nameVi, en: product.nameEn });
  }

  @FieldResolver(() => ResearchProject, {
    nullable: true,
    description: 'The research project that it came out of (đề tài); null when it came out of none.',
  })
  project(@Root() { projectCode }: ProductRow, @Ctx() context: SubgraphContext): Promise<ProjectRow | null> | null {
    return projectCode ? projectLoader(context).load(projectCode) : null;
  }

  @FieldResolver(() => AppliedProductCommuneConnection, {
    nullable: true,
    description: 'The communes that use it, by code.',
  })
  async communes(
    @Root() product: ProductRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<AppliedProductCommuneConnection> {
    return communesOf(await usesOfProduct(context).load({ ...slice, parent: product.code }));
  }
}

/** A page of uses as a page of communes; what belongs to the use stands on the edge. */
function communesOf(uses: Page<ProductUse>): AppliedProductCommuneConnection {
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

@Resolver(() => CommuneStub)
export class CommuneAppliedProductsResolver {
  @FieldResolver(() => AppliedProductConnection, {
    nullable: true,
    description: "The university's applied products that it uses, by code.",
  })
  appliedProducts(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ProductRow>> {
    return productsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}
