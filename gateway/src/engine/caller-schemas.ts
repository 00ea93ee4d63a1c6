import { type Agreements, isLinked } from '@hub/protocol';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { FieldNeeds } from '../authorization/field-needs.js';
import type { Requirements } from '../authorization/requirements.js';
import { schemaOfCaller } from '../authorization/schema-view.js';
import type { Caller } from '../request/caller.js';

/** How many schemas are cached, one for each set of rights: each takes some megabytes. */
const maxSchemas = 16;

/**
 * The schema as a caller sees it: without fields that it can never get. Callers with the same view share one schema.
 * @param schema the one that callers see.
 * @param needs the requirements of its restricted fields.
 */
export function callerSchemas(
  schema: GraphQLSchema,
  requirements: Requirements,
  needs: readonly FieldNeeds[],
  agreements: Agreements | undefined,
): (caller: Caller) => GraphQLSchema {
  const demanded = (kind: 'SCOPE' | 'POLICY'): readonly string[] => {
    const wanted = needs.flatMap((one) => one.needs).filter((need) => need.kind === kind);
    return [...new Set(wanted.flatMap(({ anyOf = [] }) => anyOf.flat()))];
  };
  const [scopes, policies] = [demanded('SCOPE'), demanded('POLICY')];
  const named = namedPartners(agreements);
  const known = new LRUCache<string, GraphQLSchema>({ max: maxSchemas });
  return (caller) => {
    const { rights, roles, organisation, app, purposes } = caller;
    const key = JSON.stringify([
      rights.authenticated,
      scopes.map((one) => Number(rights.scopes.has(one))),
      policies.map((one) => Number(rights.policies.has(one))),
      roles.filter((one) => named.has(one)).toSorted(),
      organisation !== undefined && named.has(organisation) ? organisation : null,
      organisation !== undefined && isLinked(organisation),
      app !== undefined && named.has(app) ? app : null,
      purposes?.toSorted() ?? null,
    ]);
    const schemaSeen = known.get(key) ?? schemaOfCaller(schema, requirements, caller);
    known.set(key, schemaSeen);
    return schemaSeen;
  };
}

/** The roles, organisations and apps that agreements and purposes name. */
function namedPartners(agreements: Agreements | undefined): ReadonlySet<string> {
  const partners = [
    ...(agreements?.organisations ?? []).flatMap((one) => one.agreements.map((agreement) => agreement.with)),
    ...(agreements?.purposes ?? []).map(({ askedBy }) => askedBy),
  ];
  return new Set(partners.flatMap((all) => (all === 'anyone' ? [] : all.flatMap((one) => Object.values(one)))));
}
