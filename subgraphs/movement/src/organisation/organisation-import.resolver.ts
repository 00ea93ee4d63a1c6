import { ConnectionArguments, type Page, pageLoader, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Organisation } from './organisation.entity.js';
import { importState } from '@hub/protocol';
import { ImportRun, ImportRunConnection, ImportRunEntity, ImportState } from './organisation-import.type.js';
import { OrganisationObject } from './organisation.type.js';
import { refuseOthers } from './refuse-others.js';

const importPages = pageLoader<ImportRun>({
  entity: ImportRunEntity,
  parentColumn: 'organisation',
  orderColumns: ['position'],
});

/** What became of the files that an organisation imported. */
@Resolver(() => OrganisationObject)
export class OrganisationImportsResolver {
  @RequiresScopes(['records:read'])
  @FieldResolver(() => ImportRunConnection, {
    nullable: true,
    description:
      'The files that it imported (các lần nhập tệp), the newest first, as it handed this over: for its own people alone.',
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

/** How a file ended, whatever system tells of it. */
@Resolver(() => ImportRun)
export class ImportRunResolver {
  @FieldResolver()
  state(@Root() run: ImportRun): ImportState {
    return run.state === ImportState.PARTLY_TAKEN ? ImportState[importState(run)] : run.state;
  }
}
