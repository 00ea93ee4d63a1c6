import { inLanguage, type Language, LanguageArg, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type SurveyReading, SurveyReadingEntity } from './survey-reading.entity.js';
import { YouthSurveyReading } from './survey-reading.type.js';

@Resolver(() => YouthSurveyReading)
export class SurveyReadingResolver {
  @Query(() => [YouthSurveyReading], {
    nullable: true,
    description: 'Figures of surveys among young people (kết quả khảo sát thanh thiếu nhi), by code.',
  })
  youthSurveyReadings(@Ctx() { em }: SubgraphContext): Promise<SurveyReading[]> {
    return em.findAll(SurveyReadingEntity, { orderBy: { code: 'asc' } });
  }

  @FieldResolver(() => String, { description: 'What was asked (chỉ số).' })
  title(@Root() reading: SurveyReading, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: reading.titleVi, en: reading.titleEn });
  }

  @FieldResolver(() => String, { description: 'Who was asked (đối tượng khảo sát).' })
  population(@Root() reading: SurveyReading, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: reading.populationVi, en: reading.populationEn });
  }
}
