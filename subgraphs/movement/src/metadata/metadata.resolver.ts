import { entityLoader, type Goal, inLanguage, type Language, LanguageArg, type SubgraphContext } from '@hub/kit';
import { dayInProvince, movement } from '@hub/protocol';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { GoalObject } from '../goal/goal.type.js';
import { GoalDaysKind } from '../goal-days/goal-days.entity.js';
import { allGoalDays, daysFor } from '../goal-days/goal-days.loader.js';
import type { Indicator } from '../indicator/indicator.entity.js';
import { IndicatorObject } from '../indicator/indicator.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { type GoalMetadata, GoalMetadataEntity, IndicatorMetadataEntity, type Metadata } from './metadata.entity.js';
import { ReferenceMetadata } from './metadata.type.js';

export const goalMetadataLoader = entityLoader<GoalMetadata>(GoalMetadataEntity, 'code');
const indicatorMetadataLoader = entityLoader<Metadata>(IndicatorMetadataEntity, 'code');

/** Metadata, with the code of the organisation that answers for them. */
type Published = Metadata & { readonly publisherCode: string };

@Resolver(() => ReferenceMetadata)
export class MetadataResolver {
  @FieldResolver(() => String, { description: 'What is counted (định nghĩa).' })
  definition(@Root() of: Metadata, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: of.definitionVi, en: of.definitionEn });
  }

  @FieldResolver(() => String, { description: 'Where the data come from (nguồn dữ liệu).' })
  source(@Root() of: Metadata, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: of.sourceVi, en: of.sourceEn });
  }

  @FieldResolver(() => String, { description: 'How it is computed (phương pháp).' })
  method(@Root() of: Metadata, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: of.methodVi, en: of.methodEn });
  }

  @FieldResolver(() => String, { description: 'Its possible errors (sai số).' })
  error(@Root() of: Metadata, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: of.errorVi, en: of.errorEn });
  }

  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that publishes the figures (cơ quan công bố).',
  })
  publisher(@Root() { publisherCode }: Published, @Ctx() context: SubgraphContext): Promise<Organisation | null> {
    return organisationLoader(context).load(publisherCode);
  }

  @FieldResolver(() => String, { description: 'When and how it is revised (chính sách hiệu chỉnh).' })
  revisionPolicy(@Root() of: Metadata, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: of.revisionPolicyVi, en: of.revisionPolicyEn });
  }
}

@Resolver(() => GoalObject)
export class GoalMetadataResolver {
  @FieldResolver(() => ReferenceMetadata, {
    nullable: true,
    description: 'Metadata of its figures, to read before use (siêu dữ liệu); null without any.',
  })
  async metadata(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<object | null> {
    const [found, days] = await Promise.all([goalMetadataLoader(context).load(goal.code), allGoalDays(context)]);
    const month = dayInProvince(context.now()).slice(0, 7);
    const set = daysFor(days, goal.code, GoalDaysKind.PUBLICATION, month)?.days;
    return (
      found && {
        ...{ ...found, publisherCode: movement.code },
        publicationDueDays: set ?? found.publicationDueDays,
      }
    );
  }
}

@Resolver(() => IndicatorObject)
export class IndicatorMetadataResolver {
  @FieldResolver(() => ReferenceMetadata, {
    nullable: true,
    description: 'Metadata of its readings, to read before use (siêu dữ liệu); null without any.',
  })
  async metadata(@Root() indicator: Indicator, @Ctx() context: SubgraphContext): Promise<object | null> {
    const found = await indicatorMetadataLoader(context).load(indicator.code);
    return found && { ...found, publicationDueDays: null, publisherCode: indicator.organisationCode };
  }
}
