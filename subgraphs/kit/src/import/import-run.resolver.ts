import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { ConnectionArguments, type Page } from '../graphql/connection.js';
import { pageLoader } from '../graphql/page-loader.js';
import { OfOrganisation, RequiresScopes } from '../graphql/rights.js';
import { defineLoader } from '../loader.js';
import { keptRejections } from './import-notes.js';
import { ImportRejection, ImportRun, ImportRunConnection, ImportRunEntity } from './import-run.type.js';

const importPages = pageLoader<ImportRun>({ entity: ImportRunEntity, orderColumns: ['position'] });

/** The rejected rows that are kept of imports, by the ids of these. */
const rejectionsOf = defineLoader<number, ImportRejection[]>(async (ids, em) => {
  const rows = await em.execute<(ImportRejection & { readonly run: number })[]>(
    `select run, line as row, column_name as "column", message from import_rejection
     where run in (select value::int from json_array_elements_text(?::json)) order by run, position`,
    [JSON.stringify(ids)],
  );
  const byRun = Map.groupBy(rows, ({ run }) => run);
  return ids.map((id) => byRun.get(id) ?? []);
});

/** What of an import is read when it is asked for. */
@Resolver(() => ImportRun)
class ImportRunResolver {
  @FieldResolver(() => [ImportRejection], {
    description: `The first ${keptRejections} rejected rows (các dòng bị loại), in the order in which they were found.`,
  })
  rejections(@Root() { id }: ImportRun, @Ctx() context: SubgraphContext): Promise<ImportRejection[]> {
    return rejectionsOf(context).load(id);
  }
}

/** Makes the field by which an organisation's staff reads what became of its files. */
export function importResolversOf(organisation: {
  readonly code: string;
  readonly field: string;
  readonly shortName: string;
}) {
  const { code, field, shortName } = organisation;
  @Resolver()
  class ImportsResolver {
    @RequiresScopes(['records:read'])
    @OfOrganisation(code)
    @Query(() => ImportRunConnection, {
      name: `${field}Imports`,
      nullable: true,
      description: `The files that ${shortName} imported (các lần nhập tệp), the newest first: for its own people alone.`,
    })
    imports(
      @Args(() => ConnectionArguments) slice: ConnectionArguments,
      @Ctx() context: SubgraphContext,
    ): Promise<Page<ImportRun>> {
      return importPages(context).load(slice);
    }
  }
  return [ImportsResolver, ImportRunResolver] as const;
}
