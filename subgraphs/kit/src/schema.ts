import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { formatDirective } from '@hub/schema';
import { type GraphQLSchema, parse } from 'graphql';
import { sizeConnections } from './graphql/size-connections.js';
import { buildSchema, createResolversMap, getMetadataStorage, type PubSub } from 'type-graphql';
import type { SubgraphDefinition } from './subgraph.js';

/** The newest version of the specification that the composition library knows is 2.12; 2.9 has all that the hub uses. */
const federation = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@external", "@requires", "@inaccessible", "@cost", "@listSize", "@requiresScopes", "@policy", "@composeDirective"]
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

/** Turns an organisation's decorated classes into a Federation 2 subgraph. */
export async function buildSubgraph(definition: SubgraphDefinition): Promise<BuiltSubgraph> {
  // A field without a method is a property of its object, which graphql-js reads without a function of the field's own.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  const decorated = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    pubSub: noTopics,
    // The key, its entities and `_service` are added below: on its own this schema is not whole.
    skipCheck: true,
    validate: false,
  });
  sizeConnections(decorated);
  const resolvers = createResolversMap(decorated) as Record<string, Record<string, unknown>>;
  for (const [type, resolveReference] of Object.entries(definition.references ?? {})) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolveReference };
  }
  const sdl = `${federation}\n${formatDirective}\n${printSubgraphSchema(decorated)}\n`;
  // createResolversMap's declared type is graphql-tools' own; what it returns is what buildSubgraphSchema takes.
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  return { schema, sdl };
}
