import type { OperationTypeNode } from 'graphql';
import { type DocumentNode } from 'graphql';
import { hasDefer } from './defer.js';
import { conditionVariables, type Operation, operationsOf } from './operation.js';

/** An operation of a valid document. It is found once: all requests for it have the same object. */
export interface ValidOperation extends Operation {
  readonly type: OperationTypeNode;
  /** Undefined where it has none: then its document has no other. */
  readonly name: string | undefined;
  /** A digest of its document's text. */
  readonly documentHash: string;
  /** How many characters its document has. */
  readonly documentLength: number;
  /** Tells it from every other operation: what has the same id is planned once. */
  readonly id: string;
  /** Whether something of it may be deferred. */
  readonly defers: boolean;
  /** The variables of its `@skip`, `@include` and `@defer`, by name. */
  readonly conditionVariables: readonly string[];
}

/** An operation as one request asks for it. All that is done for the request goes by this one object. */
export interface PreparedOperation {
  readonly operation: ValidOperation;
  /** Coerced to the types of the operation, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The operations of a document that is valid.
 * @param documentHash a digest of its text.
 */
export function validOperations(document: DocumentNode, documentHash: string): readonly ValidOperation[] {
  return operationsOf(document).map((operation) => {
    const name = operation.definition.name?.value;
    return {
      ...operation,
      type: operation.definition.operation,
      name,
      documentHash,
      documentLength: document.loc?.source.body.length ?? 0,
      id: `${documentHash}\n${name ?? ''}`,
      defers: hasDefer(operation),
      conditionVariables: conditionVariables(operation),
    };
  });
}
