import { getOperationAST, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { readSupergraph } from '../../../gateway/src/supergraph/supergraph.js';
import type { CorpusOperation } from '../corpus.js';

/** The schema that clients of a supergraph see; undefined where the gateway refuses to serve it. */
export function clientSchema(sdl: string): GraphQLSchema | undefined {
  try {
    return readSupergraph(sdl).api;
  } catch {
    return undefined;
  }
}

/** The operations that are valid in a schema, each once, without operations that only ask about the schema. */
export function validOperations(schema: GraphQLSchema, operations: readonly CorpusOperation[]): CorpusOperation[] {
  const known = new Set<string>();
  const ids = new Map<string, number>();
  return operations.flatMap((operation) => {
    const { text, operationName, id, labels = [], percentage = 0 } = operation;
    const key = [text.replaceAll(/\s+/g, ' ').trim(), operationName, ...labels, percentage].join('\n');
    if (known.has(key) || !isValid(schema, text, operationName)) return [];
    known.add(key);
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return [{ ...operation, id: count === 1 ? id : `${id} ${count}` }];
  });
}

function isValid(schema: GraphQLSchema, text: string, operationName: string | undefined): boolean {
  try {
    const document = parse(text);
    const operation = getOperationAST(document, operationName);
    if (!operation || !schema.getRootType(operation.operation)) return false;
    const asksData = operation.selectionSet.selections.some(
      (each) => each.kind !== Kind.FIELD || !each.name.value.startsWith('__'),
    );
    return asksData && validate(schema, document).length === 0;
  } catch {
    return false;
  }
}
