import {
  CommuneStub,
  entityLoader,
  inLanguage,
  type Language,
  LanguageArg,
  listLoader,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { branchMembers } from '../people-tables.js';
import { type Branch, BranchEntity } from './branch.entity.js';
import { WomensUnionBranch } from './branch.type.js';

export const branchLoader = entityLoader<Branch>(BranchEntity, 'code');
const branchesOfCommune = listLoader<Branch>(BranchEntity, 'communeCode', 'code');

@Resolver(() => WomensUnionBranch)
export class BranchResolver {
  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() branch: Branch, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: branch.nameVi, en: branch.nameEn });
  }

  @FieldResolver(() => PeopleCount, { description: 'Its members (hội viên), as the branch reports them.' })
  members(@Root() { code }: Branch, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: branchMembers, place: code }, context);
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'Where it is.' })
  commune(@Root() branch: Branch): CommuneStub {
    return { code: branch.communeCode };
  }
}

@Resolver(() => CommuneStub)
export class CommuneBranchesResolver {
  @FieldResolver(() => [WomensUnionBranch], { nullable: true, description: "The Women's Union's branches here." })
  womensUnionBranches(@Root() commune: CommuneStub, @Ctx() context: SubgraphContext): Promise<Branch[]> {
    return branchesOfCommune(context).load(commune.code);
  }
}
