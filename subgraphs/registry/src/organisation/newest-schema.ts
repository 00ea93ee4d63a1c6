import { type SubgraphContext } from '@hub/kit';
import type { GraphQLSchema } from 'graphql';

type Em = SubgraphContext['em'];

/** The schema that callers see by the newest snapshot, read once for each. */
export class NewestSchema {
  #known: { readonly number: number; readonly schema: GraphQLSchema } | undefined;

  constructor(private readonly em: Em) {}

  async read(): Promise<GraphQLSchema> {
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
