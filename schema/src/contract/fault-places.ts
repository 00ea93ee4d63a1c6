import { type ASTNode, type DocumentNode, Kind, type NameNode, visit } from 'graphql';

/** Where something stands in a schema. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where a schema says what a message of composition is about. Such a message quotes types, fields and arguments:
 * `"Goal"`, `"Goal.target"`, `"Query.goal(code:)"`.
 * @returns the place of the first of them that the schema defines, or at least names.
 */
export function placeInSchema(message: string, schema: DocumentNode): Place | undefined {
  const quoted = [...message.matchAll(/"@?(\w+)(?:\.(\w+))?(?:\((\w+):\))?"/g)];
  for (const [, type = '', member, argument] of quoted) {
    const node = definitionOf(schema, [type, member, argument]) ?? (member ? undefined : mentionOf(schema, type));
    const place = node && placeOf(node);
    if (place) return place;
  }
  return undefined;
}

/** The place of a node of a parsed schema. */
export function placeOf({ loc }: ASTNode): Place | undefined {
  const { line, column } = loc?.startToken ?? {};
  return line === undefined || column === undefined ? undefined : { line, column };
}

/** Finds a definition by the names of its parents and its own. */
function definitionOf(schema: DocumentNode, path: readonly (string | undefined)[]): ASTNode | undefined {
  const [type, ...members] = path.filter((name) => name !== undefined);
  const named = (nodes: readonly ASTNode[], name: string | undefined) =>
    nodes.filter((one) => (one as { readonly name?: NameNode }).name?.value === name);
  let found = named(schema.definitions, type);
  for (const member of members) found = named(found.flatMap(membersOf), member);
  return found[0];
}

function membersOf(node: ASTNode): readonly ASTNode[] {
  if ('fields' in node) return node.fields ?? [];
  if ('values' in node) return node.values ?? [];
  return 'arguments' in node ? (node.arguments ?? []) : [];
}

/** Finds the first use of a type or directive. */
function mentionOf(schema: DocumentNode, name: string): ASTNode | undefined {
  let found: ASTNode | undefined;
  visit(schema, {
    enter(node) {
      if (found) return false;
      const isUse = node.kind === Kind.NAMED_TYPE || node.kind === Kind.DIRECTIVE;
      if (isUse && node.name.value === name) found = node;
      return undefined;
    },
  });
  return found;
}
