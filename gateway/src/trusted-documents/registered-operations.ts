import { Kind, parse } from 'graphql';
import type { Rights } from '../authorization/rights.js';
import type { OperationRequest } from '../engine/engine.js';
import { documentHash } from '../graphql/documents.js';

/** Holds whatever it is asked for. */
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

/** Who registers a document may see what it asks for; for others it is planned when they ask. */
const allRights: Rights = { authenticated: true, scopes: everything, policies: everything };

/** The operations of documents, as they are planned before anybody asks; what does not parse is left out. */
export function registeredOperations(texts: readonly string[]): OperationRequest[] {
  return texts.flatMap((text) => {
    try {
      const document = parse(text);
      const named = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
      return named.map(({ name }): OperationRequest => {
        const operationName = named.length > 1 ? name?.value : undefined;
        return { document, documentHash: documentHash(text), operationName, rights: allRights };
      });
    } catch {
      return [];
    }
  });
}
