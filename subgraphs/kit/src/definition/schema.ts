import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { formatDirective } from '@hub/protocol';
import { concatAST, GraphQLSchema, isObjectType, parse } from 'graphql';
import { sizeConnections } from '../graphql/size-connections.js';
import { buildSchema, createResolversMap, getMetadataStorage, type PubSub } from 'type-graphql';
import { answerNodeIds, findingNodes, withNodes } from './nodes.js';
import type { SubgraphDefinition } from './subgraph.js';

/** The composition library knows versions of the specification up to 2.12; 2.9 has every feature that the hub uses. */
const federation = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@external", "@requires", "@inaccessible", "@cost", "@listSize", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"]
  )
`;

/**
 * type-graphql requires a `PubSub`. Subscriptions here do not use it: their sources notice when the last subscriber
 * leaves.
 */
const noTopics: PubSub = {
  publish: noTopic,
  subscribe: noTopic,
};

function noTopic(topic: string): never {
  throw new Error(`Expected a subscription with a source (subscribe), but ${topic} is a topic.`);
}

/** A subgraph's executable schema, and its text for the contract. */
export interface BuiltSubgraph {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}

/**
 * type-graphql silently drops a resolver's fields on a type that no other field leads to.
 * @throws Error that names each field of a resolver that the schema lacks.
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

/** @throws Error that names each field of two resolvers: type-graphql uses one, with both descriptions. */
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
 * On a type that several definitions use, such as a commune, type-graphql keeps the fields that one definition's
 * resolvers add, and shows them in the schema of the next. After this, it collects them again for each schema.
 */
function forgetAddedFields(): void {
  for (const type of getMetadataStorage().objectTypes) delete type.fields;
}

/** The schema of an organisation that only sends figures: it answers `_service`, and has no fields. */
function emptySubgraph(): BuiltSubgraph {
  const sdl = `${federation}\n${formatDirective}\n`;
  return { schema: buildSubgraphSchema([{ typeDefs: parse(sdl) }]), sdl };
}

/**
 * Makes a Federation 2 subgraph from an organisation's decorated classes. Where another system answers, the subgraph
 * has no types until that system's schema is read.
 */
export async function buildSubgraph(definition: SubgraphDefinition): Promise<BuiltSubgraph> {
  if (definition.elsewhere) return { schema: new GraphQLSchema({}), sdl: '' };
  if (!definition.resolvers.some(Boolean)) return emptySubgraph();
  // graphql-js reads a field without a method as a property of its object, without a separate function.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  forgetAddedFields();
  const decorated = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    pubSub: noTopics,
    // The key, its entities and `_service` are added below: this schema is incomplete.
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
  // A parsed document need not be parsed again.
  const typeDefs = concatAST([parse(head, { noLocation: true }), nodes.document]);
  // createResolversMap declares graphql-tools' type; its result fits buildSubgraphSchema.
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
