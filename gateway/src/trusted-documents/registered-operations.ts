import { parse } from 'graphql';
import type { Rights } from '../request/rights.js';
import type { OperationRequest } from '../engine/engine.js';
import { documentHash } from '../graphql/documents.js';
import { validOperations } from '../operation/prepared-operation.js';

/** Holds whatever it is asked for. */
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

/** Who registers a document may see what it asks for; for others it is planned when they ask. */
const allRights: Rights = { authenticated: true, scopes: everything, policies: everything };

/** The operations of documents, as they are planned before anybody asks; what does not parse is left out. */
export function registeredOperations(texts: readonly string[]): OperationRequest[] {
  return texts.flatMap((text) => {
    try {
      const operations = validOperations(parse(text), documentHash(text));
      return operations.map((operation) => ({ operation, rights: allRights }));
    } catch {
      return [];
    }
  });
}
