import {
  chooseTables,
  composedTools,
  documentTool,
  type HubTool,
  tableTools,
  type TableTools,
  type TrustedDocument,
  type TypeOfSchema,
  typesIn,
} from '@hub/mcp';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { onceForEach } from '../base/once-for-each.js';
import { listTables } from '../exports/list-tables.js';
import type { TablesOf } from '../exports/table/tables-in-force.js';

/** The inputs of a caller's tools. */
export interface ToolsOptions {
  /** The documents that the caller's app registered; undefined if it has none. */
  readonly documents: Iterable<TrustedDocument> | undefined;
  readonly schema: GraphQLSchema;
  /** The schema as the caller sees it. */
  readonly schemaSeen: GraphQLSchema;
  /** Whether the caller may use introspection. */
  readonly mayAsk: boolean;
  readonly tables: TablesOf;
  /** The tables to offer as tools, or `all`. */
  readonly chosen: readonly string[];
}

/** The maximum total length of cached documents for each schema, in characters. */
const keptCharacters = 4 * 1024 * 1024;

/** The tool of a document; undefined if the document gives none. */
type DocumentTool = Promise<HubTool | undefined>;

/** Makes tools of documents, with a cache. */
function documentToolsBy(types: TypeOfSchema): (document: TrustedDocument) => DocumentTool {
  const kept = new LRUCache<string, { readonly text: string; readonly tool: DocumentTool }>({
    maxSize: keptCharacters,
    sizeCalculation: ({ text }) => Math.min(Math.max(1, text.length), keptCharacters),
  });
  return (document) => {
    const { id, text } = document;
    const known = kept.get(id);
    if (known?.text === text) return known.tool;
    const tool = documentTool(document, types, () => undefined);
    kept.set(id, { text, tool });
    return tool;
  };
}

/** Cached tools of tables and documents: `told` for callers that may use introspection, `others` for the rest. */
const tablesOf = {
  told: onceForEach((tables: TablesOf): TableTools => tableTools(listTables(tables, true))),
  others: onceForEach((tables: TablesOf): TableTools => tableTools(listTables(tables, false))),
};
const composedOf = onceForEach((schema: GraphQLSchema) => composedTools(typesIn(schema)));
const documentsOf = {
  told: onceForEach((schema: GraphQLSchema) => documentToolsBy(typesIn(schema))),
  others: onceForEach((_schema: GraphQLSchema) => documentToolsBy(typesIn(undefined))),
};

/**
 * A caller's tools: one for each document of its app, or those for common questions, and one for each chosen table.
 * @throws Error naming the chosen tables that do not exist.
 */
export async function callerTools(options: ToolsOptions): Promise<HubTool[]> {
  const { documents, schema, schemaSeen, mayAsk, tables, chosen } = options;
  const kind = mayAsk ? 'told' : 'others';
  const ofTables = chosen.length === 0 ? [] : chooseTables(tablesOf[kind](tables), chosen);
  const named = documents
    ? await Promise.all(Array.from(documents, documentsOf[kind](schema)))
    : await composedOf(schemaSeen);
  // Two documents may have operations of the same name, as two versions of an app have; the later one counts.
  const all = [...named.filter((tool) => tool !== undefined), ...ofTables];
  return [...new Map(all.map((tool) => [tool.name, tool])).values()];
}
