import type { GraphQLSchema } from 'graphql';
import type { SubgraphClient } from '../../subgraph/subgraph-client.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import type { Caller } from '../../request/caller.js';
import type { Merger } from './merge.js';
import type { FetchClient } from './request-observer.js';
import type { RefusedField } from './refused-field.js';

/** What a plan is compiled with. */
export interface PlanContext<Client extends FetchClient = SubgraphClient> extends Merger {
  readonly supergraph: Supergraph;
  /** The client of a subgraph. */
  readonly client: (subgraph: string) => Client;
  /** Whether no two objects may share what a fetch gave them, since fields below take values from objects above. */
  readonly keepsApart?: boolean;
  /**
   * The schema as whoever asks about it without the right to is told it: what everyone could be given. Absent where such a
   * caller is told nothing.
   */
  readonly publicSchema?: () => GraphQLSchema;
  /** The schema as a caller who has the right to ask about it is told it; absent where it is told all. */
  readonly schemaOf?: (caller: Caller) => GraphQLSchema;
  /** Whether the operation's callers are told the public schema, and no other. */
  readonly isPublicAlone?: boolean;
  /** Why the callers of the operation may not see a field of a type; absent where they may see all. */
  readonly refusal?: (type: string, field: string) => RefusedField | undefined;
}
