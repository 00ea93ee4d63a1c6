import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DirectiveNode,
  type DocumentNode,
  getNamedType,
  GraphQLError,
  type GraphQLSchema,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { SubgraphContext } from './context.js';
import type { Caller } from '../trust/caller.js';

/** Whether a caller has a right. */
type Met = (caller: Caller) => boolean;

/**
 * The rights that a subgraph's schema demands of callers. The gateway already refuses fields that its caller may not
 * see; the subgraph checks the same rights for requests that get past it.
 */
export class DemandedRights {
  readonly #known = new WeakMap<DocumentNode, readonly Met[]>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Whether a caller may see every field of a document. */
  areMet(document: DocumentNode, caller: Caller): boolean {
    const demanded = this.#known.get(document) ?? this.#read(document);
    this.#known.set(document, demanded);
    return demanded.every((met) => met(caller));
  }

  #read(document: DocumentNode): readonly Met[] {
    const demanded: Met[] = [];
    const types = new TypeInfo(this.schema);
    visit(
      document,
      visitWithTypeInfo(types, {
        Field: () => {
          const returned = types.getType();
          const places = [types.getParentType(), types.getFieldDef(), returned && getNamedType(returned)];
          demanded.push(...places.flatMap((place) => (place?.astNode?.directives ?? []).flatMap(demandOf)));
        },
      }),
    );
    return demanded;
  }
}

function demandOf({ name, arguments: given = [] }: DirectiveNode): Met[] {
  const sets = () => given.flatMap(({ value }) => valueFromASTUntyped(value) as string[][]);
  const holds = (held: readonly string[]) => sets().some((all) => all.every((one) => held.includes(one)));
  switch (name.value) {
    case 'authenticated':
      return [({ subject }) => subject !== undefined];
    case 'requiresScopes':
      return [({ scopes }) => holds(scopes)];
    case 'policy':
      return [({ roles, organisation }) => holds([...roles, `organisation:${organisation}`])];
    default:
      return [];
  }
}

/** Refuses operations with fields that their caller may not see. */
export function demandedRightsPlugin(rights: DemandedRights): ApolloServerPlugin<SubgraphContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ document, contextValue: { caller, log } }) => {
          if (caller && !rights.areMet(document, caller)) {
            log.warn({ subject: caller.subject }, 'a gateway asked for more than its caller may see');
            throw refusedOperation();
          }
          return Promise.resolve();
        },
      }),
  };
}

export function refusedOperation(): GraphQLError {
  return new GraphQLError('Not authorised to see every field of the operation.', {
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', http: { status: 403 } },
  });
}
