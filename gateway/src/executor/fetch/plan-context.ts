import type { GraphQLSchema } from 'graphql';
import type { SubgraphClient } from '../../subgraph/subgraph-client.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import type { Caller } from '../../request/caller.js';
import type { Merger } from './merge.js';
import type { FetchClient } from './request-observer.js';
import type { RefusedField } from './refused-field.js';

/** The context in which a plan is compiled. */
export interface PlanContext<Client extends FetchClient = SubgraphClient> extends Merger {
  readonly supergraph: Supergraph;
  /** The client of a subgraph. */
  readonly client: (subgraph: string) => Client;
  /** Whether each object needs its own copy of a fetched entity, since fields below take values from objects above. */
  readonly keepsApart?: boolean;
  /**
   * The schema that callers without the right to introspect see: the public part. Absent if such a caller may not
   * introspect at all.
   */
  readonly publicSchema?: () => GraphQLSchema;
  /** The schema that a caller with the right to introspect sees; absent if it is the whole schema. */
  readonly schemaOf?: (caller: Caller) => GraphQLSchema;
  /** Whether all callers of the operation see the public schema. */
  readonly isPublicAlone?: boolean;
  /** Why the operation's callers may not see a field of a type; absent if they may see all fields. */
  readonly refusal?: (type: string, field: string) => RefusedField | undefined;
}
