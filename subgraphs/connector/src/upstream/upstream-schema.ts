import { buildSubgraphSchema } from '@apollo/subgraph';
import { DemandedRights } from '@hub/kit/service';
import { keyFields, readCandidate, readSubgraph, type SubgraphSchema } from '@hub/protocol';
import { type GraphQLSchema, validateSchema } from 'graphql';
import { Numbers } from './numbers.js';
import { withPlainNames } from './plain-names.js';
import type { NumbersSettings } from './upstream-settings.js';

/** A schema of an organisation's own system that can be served. */
export interface UpstreamSchema {
  /** The text as the system gives it. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly rights: DemandedRights;
  readonly numbers: Numbers;
  /** The keys with which each entity can be requested, as their fields are written. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Whether an agreement must share a field: keys and other organisations' fields need none. */
  isOwn(type: string, field: string): boolean;
}

/** A remark on a schema: an error prevents serving it. */
export interface Remark {
  readonly severity: 'ERROR' | 'WARNING';
  readonly message: string;
}

/** A schema that was read, with remarks; with an error, there is none to serve. */
export interface ReadUpstreamSchema {
  readonly remarks: readonly Remark[];
  readonly served?: UpstreamSchema;
}

/**
 * Reads and checks a schema without other subgraphs', like the registry's check: whether it can be parsed and built,
 * uses Federation 2, and has only features that the connector supports. Publishing checks the rest.
 */
export function readUpstreamSchema(sdl: string, settings: NumbersSettings): ReadUpstreamSchema {
  const read = readCandidate(sdl);
  if ('fault' in read) return { remarks: [unreadable(read.fault.message)] };
  const subgraph = readSubgraph(read.document);
  const faults = faultsOf(sdl, subgraph);
  if (faults.length > 0) return { remarks: faults };
  let schema: GraphQLSchema;
  try {
    schema = buildSubgraphSchema(withPlainNames(read.document));
  } catch (error) {
    return { remarks: [unreadable((error as Error).message)] };
  }
  const invalid = validateSchema(schema).map(({ message }) => unreadable(message));
  if (invalid.length > 0) return { remarks: invalid };
  const service = schema.getQueryType()?.getFields()['_service'];
  // The text from the system, and not its changed form here.
  if (service) service.resolve = () => ({ sdl });
  const numbers = new Numbers(schema, settings);
  const keys = new Map(
    [...subgraph.types.values()].map(({ name, directives }) => [
      name,
      subgraph
        .applied('key', directives)
        .flatMap(({ fields, resolvable }) => (resolvable === false ? [] : [String(fields)])),
    ]),
  );
  const own = ownFields(subgraph);
  return {
    remarks: [...numbers.undeclared.map(notDeclared), ...numbers.strange.map(strange)],
    served: {
      ...{ sdl, schema, numbers, keys, rights: new DemandedRights(schema) },
      isOwn: (type, field) => own.has(`${type}.${field}`),
    },
  };
}

function faultsOf(sdl: string, { types }: SubgraphSchema): Remark[] {
  const faults: Remark[] = [];
  if (!sdl.includes('https://specs.apollo.dev/federation/v2')) {
    faults.push(unreadable('expected extend schema @link(url: "https://specs.apollo.dev/federation/v2.…")'));
  }
  const isRoot = (name: string) => (types.get(name)?.fields.length ?? 0) > 0;
  if (isRoot('Subscription')) faults.push(unreadable('expected no subscriptions: the connector carries none'));
  return faults;
}

function unreadable(message: string): Remark {
  return { severity: 'ERROR', message };
}

function notDeclared(coordinate: string): Remark {
  const message = `${coordinate} is a number, and records.upstream.numbers does not say of what: it is withheld.`;
  return { severity: 'WARNING', message };
}

function strange(coordinate: string): Remark {
  const message = `records.upstream.numbers names ${coordinate}, and the schema has no such number.`;
  return { severity: 'WARNING', message };
}

/** The fields, as `Type.field`, that are neither keys nor another organisation's. */
function ownFields(subgraph: SubgraphSchema): ReadonlySet<string> {
  const own = new Set<string>();
  for (const type of subgraph.types.values()) {
    const keys = keyFields(type, subgraph);
    const isShared = subgraph.applied('shareable', type.directives).length > 0;
    for (const { name, directives } of type.fields) {
      const isOthers =
        isShared ||
        keys.has(name.value) ||
        ['external', 'shareable'].some((one) => subgraph.applied(one, directives).length > 0);
      if (!isOthers) own.add(`${type.name}.${name.value}`);
    }
  }
  return own;
}
