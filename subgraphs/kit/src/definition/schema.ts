import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { formatDirective } from '@hub/protocol';
import { concatAST, GraphQLSchema, isObjectType, parse } from 'graphql';
import { sizeConnections } from '../graphql/size-connections.js';
import { buildSchema, createResolversMap, getMetadataStorage, type PubSub } from 'type-graphql';
import { answerNodeIds, findingNodes, withNodes } from './nodes.js';
import type { SubgraphDefinition } from './subgraph.js';

/** The newest version of the specification that the composition library knows is 2.12; 2.9 has all that the hub uses. */
const federation = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@external", "@requires", "@inaccessible", "@cost", "@listSize", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"]
  )
`;

/** Subscriptions have sources of their own, which know when nobody listens any more; type-graphql wants to see this. */
const noTopics: PubSub = {
  publish: noTopic,
  subscribe: noTopic,
};

function noTopic(topic: string): never {
  throw new Error(`Expected a subscription with a source (subscribe), but ${topic} is a topic.`);
}

/** A subgraph's schema, ready to execute, and its text as the contract has it. */
export interface BuiltSubgraph {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}

/**
 * type-graphql leaves out, silently, the fields that a resolver has on a type that no other field leads to.
 * @throws Error that names each field that a resolver has and the schema has not.
 */
function expectAllFields(schema: GraphQLSchema, { organisation, resolvers }: SubgraphDefinition): void {
  const { fieldResolvers } = getMetadataStorage();
  const dropped = fieldResolvers.flatMap(({ target, getObjectType, schemaName }) => {
    if (!resolvers.includes(target as new () => object) || !getObjectType) return [];
    const type = schema.getType(typeNameOf(getObjectType() as Class));
    const isThere = isObjectType(type) && schemaName in type.getFields();
    return isThere ? [] : [`${typeNameOf(getObjectType() as Class)}.${schemaName}`];
  });
  if (dropped.length === 0) return;
  throw new Error(
    `Expected every field of ${organisation}'s resolvers in its schema, but nothing leads to the types of ${dropped.join(', ')}: name these types in orphanedTypes, or make a field that returns them.`,
  );
}

/** @throws Error that names each field that two resolvers have: type-graphql takes one, with what both say of it. */
function expectOneOfEach({ organisation, resolvers }: SubgraphDefinition): void {
  const { queries, mutations, subscriptions, fieldResolvers } = getMetadataStorage();
  const isOwn = ({ target }: { readonly target: unknown }) => resolvers.includes(target as new () => object);
  const names = [
    ...Object.entries({ Query: queries, Mutation: mutations, Subscription: subscriptions }).flatMap(([root, fields]) =>
      fields.filter(isOwn).map(({ schemaName }) => `${root}.${schemaName}`),
    ),
    ...fieldResolvers
      .filter(isOwn)
      .flatMap(({ getObjectType, schemaName }) =>
        getObjectType ? [`${typeNameOf(getObjectType() as Class)}.${schemaName}`] : [],
      ),
  ];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length === 0) return;
  throw new Error(`Expected one resolver of ${organisation} for each field, got two for ${twice.join(', ')}.`);
}

type Class = abstract new (...parameters: never[]) => object;

function typeNameOf(type: Class): string {
  return getMetadataStorage().objectTypes.find(({ target }) => target === type)?.name ?? type.name;
}

/**
 * On a type that definitions share, such as a commune, type-graphql keeps the fields that one definition's resolvers add,
 * and shows them in the schema of the next. It collects them anew for each schema then.
 */
function forgetAddedFields(): void {
  for (const type of getMetadataStorage().objectTypes) delete type.fields;
}

/** The schema of who hands over figures alone: it answers `_service`, and has no field of its own. */
function emptySubgraph(): BuiltSubgraph {
  const sdl = `${federation}\n${formatDirective}\n`;
  return { schema: buildSubgraphSchema([{ typeDefs: parse(sdl) }]), sdl };
}

/**
 * Turns an organisation's decorated classes into a Federation 2 subgraph; where another system answers, whose schema is
 * known once that is reached, into one without types.
 */
export async function buildSubgraph(definition: SubgraphDefinition): Promise<BuiltSubgraph> {
  if (definition.elsewhere) return { schema: new GraphQLSchema({}), sdl: '' };
  if (!definition.resolvers.some(Boolean)) return emptySubgraph();
  // A field without a method is a property of its object, which graphql-js reads without a function of the field's own.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  forgetAddedFields();
  const decorated = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    pubSub: noTopics,
    // The key, its entities and `_service` are added below: on its own this schema is not whole.
    skipCheck: true,
    validate: false,
  });
  expectOneOfEach(definition);
  expectAllFields(decorated, definition);
  sizeConnections(decorated);
  const resolvers = createResolversMap(decorated) as Record<string, Record<string, unknown>>;
  const references = Object.entries(definition.references ?? {});
  const nodes = withNodes(
    printSubgraphSchema(decorated),
    references.map(([type]) => type),
  );
  for (const [type, find] of references) {
    const key = nodes.keys.get(type);
    resolvers[type] = { ...resolvers[type], __resolveReference: key ? findingNodes(type, key, find) : find };
  }
  const head = `${federation}\n${formatDirective}\n`;
  // What was parsed already is not parsed again as a text.
  const typeDefs = concatAST([parse(head, { noLocation: true }), nodes.document]);
  // createResolversMap's declared type is graphql-tools' own; what it returns is what buildSubgraphSchema takes.
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  answerNodeIds(schema, nodes.keys);
  let sdl: string | undefined;
  return {
    schema,
    get sdl() {
      return (sdl ??= `${head}${nodes.sdl}\n`);
    },
  };
}
