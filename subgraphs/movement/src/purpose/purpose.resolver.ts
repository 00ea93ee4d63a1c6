import { inLanguage, type Language, LanguageArg } from '@hub/kit';
import type { Purpose } from '@hub/protocol';
import { FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { folder } from '../folder.js';
import { purposesInFile } from './purposes-in-file.js';
import { PurposeObject } from './purpose.type.js';

/** Where the steering committee keeps the list; the gateway takes it from there too. */
const agreementsFile = new URL('agreements.yaml', folder);

@Resolver(() => PurposeObject)
export class PurposeResolver {
  @Query(() => [PurposeObject], {
    nullable: true,
    description: 'The purposes that requests may name, as the committee lists them.',
  })
  purposes(): Promise<readonly Purpose[]> {
    return purposesInFile(agreementsFile);
  }

  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() purpose: Purpose, @LanguageArg() language: Language): string {
    return inLanguage(language, purpose.name);
  }

  @FieldResolver(() => String, { description: 'What it covers (nội dung).' })
  description(@Root() purpose: Purpose, @LanguageArg() language: Language): string {
    return inLanguage(language, purpose.description);
  }
}
