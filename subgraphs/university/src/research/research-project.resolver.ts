import { ConnectionArguments, inLanguage, type Language, LanguageArg, type Page, type SubgraphContext } from '@hub/kit';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { AppliedProduct as ProductRow } from './applied-product.entity.js';
import { AppliedProduct } from './applied-product.type.js';
import type { ResearchProject as ProjectRow } from './research-project.entity.js';
import { ResearchProject, ResearchProjectConnection } from './research-project.type.js';
import { allProjects, productsOfProject } from './research.loader.js';

@Resolver(() => ResearchProject)
export class ResearchProjectResolver {
  @Query(() => ResearchProjectConnection, {
    nullable: true,
    description: "The university's research projects for local digital transformation, by code.",
  })
  researchProjects(
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ProjectRow>> {
    return allProjects(context).load(slice);
  }

  @FieldResolver(() => String, { description: 'Its title (tên đề tài).' })
  title(@Root() project: ProjectRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: project.titleVi, en: project.titleEn });
  }

  @FieldResolver(() => [AppliedProduct], { description: 'The products that came out of it (sản phẩm), by code.' })
  products(@Root() project: ProjectRow, @Ctx() context: SubgraphContext): Promise<ProductRow[]> {
    return productsOfProject(context).load(project.code);
  }
}
