import { type SubgraphContext } from '@hub/kit';
import { clientError, problemsOfPages, type PublishedPages, readPages } from '@hub/protocol';
import type { GraphQLSchema } from 'graphql';

type Em = SubgraphContext['em'];

/** Checks pages against the schema that callers see. */
export class PagesCheck {
  #known: { readonly number: number; readonly schema: GraphQLSchema } | undefined;

  constructor(private readonly em: Em) {}

  /** @throws GraphQLError `BAD_USER_INPUT` naming each page that does not hold, or does not fit the schema of today. */
  async check(content: string, organisation: string): Promise<void> {
    const problems = problemsOfPages(organisation, read(content), await this.#schema());
    if (problems.length > 0) throw clientError('BAD_USER_INPUT', `pages: ${problems.join('\n')}`);
  }

  async #schema(): Promise<GraphQLSchema> {
    const [newest]: { number: number }[] = await this.em
      .fork()
      .execute('select number from registry_snapshot order by number desc limit 1');
    const { number = 0 } = newest ?? {};
    if (this.#known?.number === number) return this.#known.schema;
    const [row]: { supergraph: string }[] = await this.em
      .fork()
      .execute(`select content::jsonb ->> 'supergraph' as supergraph from registry_snapshot where number = ?`, [
        number,
      ]);
    if (!row) throw new Error('Expected a snapshot, but none was made.');
    const { apiSchema } = await import('@hub/schema/compose');
    this.#known = { number, schema: apiSchema(row.supergraph) };
    return this.#known.schema;
  }
}

function read(content: string): PublishedPages {
  try {
    return readPages(content);
  } catch (error) {
    throw clientError('BAD_USER_INPUT', `pages: ${(error as Error).message}`);
  }
}
