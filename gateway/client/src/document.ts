/** A definition in a document's syntax tree: the one property that this package reads. */
interface Definition {
  readonly kind: string;
}

/**
 * A document with TypeScript types for its result and variables: from code generators or gql.tada
 * (`TypedDocumentNode`), or a typed text (`TypedDocumentString`). The type property's name follows those packages.
 */
export interface TypedDocument<Result, Variables> {
  /** Exists in the type only. */
  readonly __apiType?: ((variables: Variables) => Result) | undefined;
  readonly kind?: string;
  readonly definitions?: readonly Definition[];
  readonly loc?: { readonly source: { readonly body: string } } | undefined;
  /** Metadata that code generators add to a registered document: the SHA-256 of its text. */
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
}

/** An operation: as a text, or as a typed document. */
export type Document<Result, Variables> = string | TypedDocument<Result, Variables>;

/** The GraphQL text of an operation. Documents without their text are printed with the package `graphql`. */
export async function textOf(document: Document<unknown, never>): Promise<string> {
  if (typeof document === 'string') return document;
  if (document instanceof String) return document.toString();
  if (document.loc) return document.loc.source.body;
  if ((document.kind as string) !== 'Document')
    throw new TypeError(`Expected a text or a document of GraphQL, got ${JSON.stringify(document).slice(0, 80)}.`);
  const { print } = await import('graphql');
  return print(document as unknown as Parameters<typeof print>[0]);
}

/** The id of a registered document, if its code generator recorded it. */
export function idOf(document: Document<unknown, never>): string | undefined {
  const hash = typeof document === 'string' ? undefined : document.__meta__?.['hash'];
  return typeof hash === 'string' ? hash : undefined;
}
