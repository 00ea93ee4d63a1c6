/** A definition in a document's syntax tree: the one property that this package reads. */
interface Definition {
  readonly kind: string;
}

/**
 * A document whose result and variables are known to TypeScript, as code generators and gql.tada make it
 * (`TypedDocumentNode`), or as a text with types (`TypedDocumentString`). The name of the property is theirs.
 */
export interface TypedDocument<Result, Variables> {
  /** There for the types alone. */
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

/** The id under which a document was registered, where its code generator says it. */
export function idOf(document: Document<unknown, never>): string | undefined {
  const hash = typeof document === 'string' ? undefined : document.__meta__?.['hash'];
  return typeof hash === 'string' ? hash : undefined;
}
