import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../context.js';
import { fetchSubgraph, notGraphQL, type Subgraph } from '../../subgraph/fetch-subgraph.js';
import { SubgraphFault } from '../../subgraph/subgraph-fault.js';
import { isRecord, type SubgraphError, type SubgraphResponse } from '../../subgraph/subgraph-response.js';
import type { ExplicitNulls, NullEntity } from './explicit-nulls.js';
import { fieldsOf, readOperation, responseKey } from './operation-fields.js';

type Path = readonly (string | number)[];

/** The path by which the executor understands the place in the response that a whole fetch was for. */
const placeOfFetch: Path = [];

/**
 * Asks one subgraph for @apollo/gateway's executor. It does not fail: what the subgraph did not answer comes back as
 * explicit nulls, beside errors that name the subgraph.
 */
export function subgraphDataSource(
  subgraph: Subgraph,
  { timeoutMs, nulls }: { timeoutMs: number; nulls: ExplicitNulls },
): GraphQLDataSource {
  const named = ({ message, extensions }: Pick<SubgraphError, 'message' | 'extensions'>, path: Path | undefined) =>
    new GraphQLError(message, {
      path,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph.name },
    });

  return {
    async process({ request, context }) {
      const { requestId, log } = context as RequestContext;
      const { query = '', operationName, variables } = request;
      const representations = representationsOf(query, variables);
      const missing = () => nulls(query, representations ?? []);
      const errors: GraphQLError[] = [];
      try {
        const response = await fetchSubgraph(subgraph, { query, operationName, variables }, { timeoutMs, requestId });
        errors.push(...response.errors.map((error) => named(error, representations ? entityPath(error) : error.path)));
        if (!representations) return { data: response.data, errors };
        return { data: { _entities: entitiesOf(subgraph, response, representations.length, missing) }, errors };
      } catch (fault) {
        if (!(fault instanceof SubgraphFault)) throw fault;
        log.warn({ err: fault, subgraph: subgraph.name, url: subgraph.url, code: fault.code }, 'subgraph failed');
        const paths = representations ? [placeOfFetch] : rootKeys(query).map((key) => [key]);
        errors.push(...paths.map((path) => named({ message: fault.message, extensions: { code: fault.code } }, path)));
        return { data: representations ? { _entities: missing() } : null, errors };
      }
    },
  };
}

/** The representations of an `_entities` fetch; no client's own query has a variable of their type. */
function representationsOf(
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): readonly unknown[] | undefined {
  const representations: unknown = variables?.['representations'];
  if (!query.includes('$representations:[_Any!]!') || !Array.isArray(representations)) return undefined;
  return representations as readonly unknown[];
}

/** The entities of a response, each null one replaced by what is missing. */
function entitiesOf(
  { name }: Subgraph,
  { data, errors }: SubgraphResponse,
  count: number,
  missing: () => readonly NullEntity[],
): readonly Readonly<Record<string, unknown>>[] {
  const entities: unknown = data?.['_entities'] ?? null;
  if (entities === null && errors.length > 0) return missing();
  if (!isEntities(entities) || entities.length !== count) throw notGraphQL(name, `not ${count} entities`);
  if (entities.every((entity) => entity !== null)) return entities;
  const instead = missing();
  return entities.map((entity, index) => entity ?? instead[index] ?? {});
}

function isEntities(value: unknown): value is readonly (Record<string, unknown> | null)[] {
  return Array.isArray(value) && value.every((entity) => entity === null || isRecord(entity));
}

/** An error's path as the executor reads it in an `_entities` fetch: from the entity's index on. */
function entityPath({ path }: SubgraphError): Path {
  return path?.[0] === '_entities' && typeof path[1] === 'number' ? path : placeOfFetch;
}

function rootKeys(query: string): string[] {
  return [...new Set(fieldsOf(readOperation(query), () => true).map(responseKey))];
}
