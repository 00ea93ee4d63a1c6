import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** More than introspection tools need: their query has about 300 tokens in 2 KB. */
const [maxCharacters, maxTokens] = [16_384, 2000];

const aboutSchema = new Set(['__schema', '__type']);

/**
 * Whether each operation of a document is pure introspection, without fields of a subgraph. A document that is larger
 * than tools need does not count.
 */
export function asksForSchemaAlone(text: string): boolean {
  if (text.length > maxCharacters || !text.includes('__')) return false;
  return everyOperation(
    text,
    ({ operation }, fields) =>
      operation === OperationTypeNode.QUERY &&
      fields.some((name) => aboutSchema.has(name)) &&
      fields.every((name) => aboutSchema.has(name) || name === '__typename'),
  );
}

/** The fields that an app uses for its own administration. */
const aboutOwnApp = new Set([
  ...['__typename', 'me', 'ownApp', 'renewAppSecret', 'revokeAppSecret', 'registerAppDocuments'],
  ...['removeAppDocuments', 'webhooks', 'createWebhook', 'deleteWebhook', 'testWebhook', 'rotateWebhookSecret'],
]);

/**
 * Whether each operation of a document is only about the caller's own app: its state, secrets, documents and webhooks.
 */
export function asksOfOwnAppAlone(text: string): boolean {
  if (text.length > maxCharacters) return false;
  return everyOperation(
    text,
    ({ operation }, fields) =>
      operation !== OperationTypeNode.SUBSCRIPTION && fields.every((name) => aboutOwnApp.has(name)),
  );
}

/** Whether a condition holds for each operation of a document, with the names of its root fields. */
function everyOperation(
  text: string,
  holds: (operation: OperationDefinitionNode, fields: readonly string[]) => boolean,
): boolean {
  try {
    const { definitions } = parse(text, { noLocation: true, maxTokens });
    const fragments = new Map(
      definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
    );
    return definitions.every((one) => {
      if (one.kind === Kind.FRAGMENT_DEFINITION) return true;
      if (one.kind !== Kind.OPERATION_DEFINITION) return false;
      return holds(one, rootFields(one.selectionSet, fragments, new Set()));
    });
  } catch {
    // The later parse of the same text reports the error.
    return false;
  }
}

/** The names of an operation's root fields. A missing fragment counts as a field with an empty name. */
function rootFields(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, fragments, seen);
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    const fragment = fragments.get(name);
    return fragment ? rootFields(fragment.selectionSet, fragments, seen) : [''];
  });
}
