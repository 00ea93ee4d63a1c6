import {
  allLoader,
  entityLoader,
  inLanguage,
  type Language,
  LanguageArg,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Organisation, OrganisationEntity } from './organisation.entity.js';
import { DataStatement, OrganisationObject } from './organisation.type.js';

export const organisationLoader = entityLoader<Organisation>(OrganisationEntity, 'code');
const allOrganisations = allLoader<Organisation>(OrganisationEntity, 'code');

@Resolver(() => OrganisationObject)
export class OrganisationResolver {
  @Query(() => [OrganisationObject], {
    nullable: true,
    description: 'The organisations that the movement names, by code.',
  })
  organisations(@Ctx() context: SubgraphContext): Promise<Organisation[]> {
    return allOrganisations(context).load('all');
  }

  @Query(() => OrganisationObject, { nullable: true, description: 'One organisation; null when there is none.' })
  organisation(
    @Format('code') @Arg('code', () => ID, { description: "The organisation's code." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> {
    return organisationLoader(context).load(code);
  }

  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() organisation: Organisation, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: organisation.nameVi, en: organisation.nameEn });
  }

  @FieldResolver(() => DataStatement, { description: 'The kind of its data in the hub, and the date of the data.' })
  dataStatement(@Root() organisation: Organisation): Organisation & DataStatement {
    return { ...organisation, kind: organisation.dataKind, asOf: organisation.dataAsOf ?? null };
  }
}

@Resolver(() => DataStatement)
export class DataStatementResolver {
  @FieldResolver(() => String, { description: 'The statement in words (nội dung).' })
  text(@Root() statement: Organisation, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: statement.dataStatementVi, en: statement.dataStatementEn });
  }
}
