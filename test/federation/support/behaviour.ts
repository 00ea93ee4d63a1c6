import type { GraphQLScalarType } from 'graphql';

/** Resolves a field, a reference or the type of an abstract value. */
export type Resolver = (parent: any, args: any) => unknown;

/** What a subgraph says instead of what its schema would. */
export interface RawAnswer {
  readonly status?: number;
  readonly body: string;
}

/** A subgraph of a behaviour. */
export interface Subgraph {
  /** The schema. Without an `@link`, it imports every directive of Federation 2. */
  readonly typeDefs: string;
  /** `1`: the schema is written for Federation 1, so it gets no `@link`. */
  readonly federation?: 1;
  readonly resolvers?: Readonly<Record<string, GraphQLScalarType | Readonly<Record<string, Resolver>>>>;
  /** Answers in the schema's place; `hangUp` closes the connection. */
  readonly answer?: (request: SubgraphRequest) => RawAnswer | 'hangUp' | undefined;
}

/** What a gateway sends to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** An operation and the answer that the specifications of GraphQL and Federation demand. */
export interface Case {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Undefined where the operation must not be executed. */
  readonly data?: unknown;
  /** Absent: no error at all. `true`: at least one. A list: their paths, in any order. `any`: it is not specified. */
  readonly errors?: true | 'any' | readonly (readonly (string | number)[])[];
  /** Why the gateway does not give this answer yet; once it does, the test says that this must go. */
  readonly fault?: string;
}

/** One behaviour of a federation: subgraphs with their data, and the answers to a client of the gateway. */
export interface Behaviour {
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  readonly cases: readonly Case[];
  /** The cases depend on each other or on their text: they run unchanged and in order, without variants. */
  readonly asWritten?: true;
}

/** Gives a behaviour its type, and its resolvers the types of their parameters. */
export function behaviour(definition: Behaviour): Behaviour {
  return definition;
}
