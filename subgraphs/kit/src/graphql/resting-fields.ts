import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Caller } from '../trust/caller.js';
import type { SubgraphContext } from './context.js';

/** The fields of a subgraph whose values depend only on the version of its figures, and on the request. */
export interface RestsOnFigures {
  /** The name of the version; it changes with any value. */
  readonly version: (context: SubgraphContext) => Promise<string>;
  /** By type, the fields that depend on it; fields of other types do not. */
  readonly fields: Readonly<Record<string, readonly string[] | 'all'>>;
}

/** The extension with the version of the figures that an answer depends on. */
export const restsOnFigures = 'restsOnFigures';

/** Decides whether every field of a document depends only on the version of the figures. */
export class RestingFields {
  readonly #known = new WeakMap<DocumentNode, boolean>();
  readonly #fields: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    private readonly schema: GraphQLSchema,
    { fields }: Pick<RestsOnFigures, 'fields'>,
  ) {
    this.#fields = new Map(
      Object.entries(fields).map(([type, names]) => {
        const known = schema.getType(type);
        const own = new Set(known && 'getFields' in known ? Object.keys(known.getFields()) : []);
        const strange = names === 'all' ? [] : names.filter((name) => !own.has(name));
        if (own.size === 0 || strange.length > 0)
          throw new Error(`Expected an object ${type} with ${String(names)}, got ${[...own].join(', ')}.`);
        return [type, names === 'all' ? own : new Set(names)];
      }),
    );
  }

  areAll(document: DocumentNode): boolean {
    const known = this.#known.get(document) ?? this.#read(document);
    this.#known.set(document, known);
    return known;
  }

  #read(document: DocumentNode): boolean {
    const types = new TypeInfo(this.schema);
    let rests = true;
    visit(
      document,
      visitWithTypeInfo(types, {
        OperationDefinition: ({ operation }) => {
          if (operation !== OperationTypeNode.QUERY) rests = false;
        },
        Field: ({ name: { value: name } }) => {
          const parent = types.getParentType();
          const isEntities = name === '_entities' && parent === this.schema.getQueryType();
          if (name === '__typename' || isEntities) return;
          if (!parent || !this.#fields.get(getNamedType(parent).name)?.has(name)) rests = false;
        },
      }),
    );
    return rests;
  }
}

/**
 * Adds to whole answers for anonymous callers the version of the figures that they depend on, so that a gateway need
 * not ask again before the next version. The version is read first: an answer has that version, or a newer one.
 */
export function restingPlugin(schema: GraphQLSchema, rests: RestsOnFigures): ApolloServerPlugin<SubgraphContext> {
  const fields = new RestingFields(schema, rests);
  return {
    requestDidStart: () => {
      let version: string | undefined;
      return Promise.resolve({
        didResolveOperation: async ({ document, contextValue }) => {
          if (isAnonymous(contextValue.caller) && fields.areAll(document)) version = await rests.version(contextValue);
        },
        willSendResponse: ({ response: { body } }) => {
          if (version !== undefined && body.kind === 'single' && !body.singleResult.errors) {
            body.singleResult.extensions = { ...body.singleResult.extensions, [restsOnFigures]: version };
          }
          return Promise.resolve();
        },
      });
    },
  };
}

/** Whether a caller is anonymous; without signatures, every caller is. */
function isAnonymous(caller: Caller | undefined): boolean {
  if (caller === undefined) return true;
  const { subject, app, organisation, key, roles } = caller;
  return [subject, app, organisation, key].every((one) => one === undefined) && roles.length === 0;
}
