import {
  ConnectionArguments,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  pageLoader,
  RequiresScopes,
  type SubgraphContext,
} from '@hub/kit';
import { audienceImport, goalImport, placeImport, titlesOfKinds } from '@hub/kit/service';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Organisation } from './organisation.entity.js';
import { importState, movement } from '@hub/protocol';
import { movementImports } from '../imports.js';
import { ImportRun, ImportRunConnection, ImportRunEntity, ImportState } from './organisation-import.type.js';
import { OrganisationObject } from './organisation.type.js';
import { refuseOthers } from './refuse-others.js';

const importPages = pageLoader<ImportRun>({
  entity: ImportRunEntity,
  parentColumn: 'organisation',
  orderColumns: ['position'],
});

/** The results of an organisation's imported files. */
@Resolver(() => OrganisationObject)
export class OrganisationImportsResolver {
  @RequiresScopes(['records:read'])
  @FieldResolver(() => ImportRunConnection, {
    nullable: true,
    description:
      'The files that it imported (các lần nhập tệp), the newest first, as it reported them: visible to its own people alone.',
  })
  imports(
    @Root() { code }: Organisation,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ImportRun>> {
    refuseOthers(context, code, 'the files that an organisation imported');
    return importPages(context).load({ parent: code, ...slice });
  }
}

const ownTitle = titlesOfKinds([placeImport, audienceImport, goalImport, ...movementImports]);

/** The state of a file and the title of its kind, for imports that any system reports. */
@Resolver(() => ImportRun)
export class ImportRunResolver {
  @FieldResolver(() => String, {
    description:
      'What its organisation calls the kind of file (tên loại tệp); the code of the kind where it does not say.',
  })
  title(@Root() { organisation, kind, titleVi, titleEn }: ImportRun, @LanguageArg() language: Language): string {
    const told = organisation === movement.code ? ownTitle(kind) : { vi: titleVi ?? kind, en: titleEn ?? kind };
    return inLanguage(language, told);
  }

  @FieldResolver()
  state(@Root() run: ImportRun): ImportState {
    return run.state === ImportState.PARTLY_TAKEN ? ImportState[importState(run)] : run.state;
  }
}
