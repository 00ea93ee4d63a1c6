import type { OperationTypeNode } from 'graphql';
import { type DocumentNode } from 'graphql';
import { hasDefer } from './defer.js';
import { conditionVariables, type Operation, operationsOf } from './operation.js';

/** An operation of a valid document. All requests for it share one object. */
export interface ValidOperation extends Operation {
  readonly type: OperationTypeNode;
  /** Undefined for an anonymous operation, which is the only one in its document. */
  readonly name: string | undefined;
  /** A digest of the document's text. */
  readonly documentHash: string;
  /** The length of the document, in characters. */
  readonly documentLength: number;
  /** A unique id: operations with the same id share a plan. */
  readonly id: string;
  /** Whether the operation contains `@defer`. */
  readonly defers: boolean;
  /** The names of the variables in `@skip`, `@include` and `@defer`. */
  readonly conditionVariables: readonly string[];
}

/** An operation with one request's variables. All work for the request uses this one object. */
export interface PreparedOperation {
  readonly operation: ValidOperation;
  /** Coerced to the operation's types, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The operations of a valid document.
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
