import { badUserInput } from '@hub/protocol';
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { Format } from './format.js';
import type { Right } from './rights.js';

export const defaultFirst = 20;
export const maximumFirst = 500;

/**
 * Arguments of a connection: forwards, or backwards with `last`.
 * @see https://relay.dev/graphql/connections.htm#sec-Arguments
 */
@ArgsType()
export class ConnectionArguments {
  @Field(() => Int, {
    nullable: true,
    defaultValue: defaultFirst,
    description: `How many at most (tối đa bao nhiêu), 0 to ${maximumFirst}.`,
  })
  first?: number | null;

  @Format('cursor')
  @Field(() => String, { nullable: true, description: 'The cursor to go on after (sau con trỏ này).' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many at most from the end, or before a cursor (tối đa bao nhiêu, tính từ cuối), 0 to ${maximumFirst}; then \`first\` does not count.`,
  })
  last?: number | null;

  @Format('cursor')
  @Field(() => String, { nullable: true, description: 'The cursor to end before (trước con trỏ này).' })
  before?: string | null;
}

/**
 * The most nodes of a page.
 * @param name the argument with that number.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function pageSizeOf(first: number | null | undefined, name = 'first'): number {
  const size = first ?? defaultFirst;
  if (size >= 0 && size <= maximumFirst) return size;
  throw badUserInput(`Expected ${name} to be 0 to ${maximumFirst}, but got ${size}.`);
}

/** The position of a page in its list. */
@ObjectType({ description: 'Where a page stands in its list (vị trí của trang).' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow this page, or it ended before a cursor.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the page began after a cursor; read backwards, whether more come before it.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The first node's cursor." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The last node's cursor." })
  endCursor!: string | null;
}

/** One page of a connection. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  /** The length of the whole list, which is counted only when read. */
  readonly totalCount: Promise<number>;
}

/**
 * Makes the connection and edge types of a node type: `LearningGroupConnection`, `LearningGroupEdge`.
 * @param right the right that both need.
 */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  of: string,
  right?: Right,
) {
  @ObjectType(`${name}Edge`, { description: `One of ${of}, with its cursor.` })
  class Edge {
    @Field(() => String, { description: 'Opaque; give it as `after` to go on from here.' })
    cursor!: string;

    @Field(node, { description: 'The node itself.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${of}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The nodes of this page with their cursors.' })
    edges!: Edge[];

    @Field(() => [node()], { description: 'The nodes of this page, without cursors.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many there are in all, on every page.' })
    totalCount!: number;
  }
  right?.(Edge);
  right?.(Connection);
  return Connection;
}
