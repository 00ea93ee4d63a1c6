import { parse } from 'graphql';
import type { Rights } from '../request/rights.js';
import type { OperationRequest } from '../engine/engine.js';
import { documentHash } from '../graphql/documents.js';
import { validOperations } from '../operation/prepared-operation.js';

/** A set that contains every value. */
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

/** An app that registers a document usually may see all its fields; for other callers it is planned at first use. */
const allRights: Rights = { authenticated: true, scopes: everything, policies: everything };

/** The operations of documents, to plan in advance; documents that do not parse are left out. */
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
