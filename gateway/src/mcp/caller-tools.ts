import {
  chooseTables,
  documentTool,
  type HubTool,
  tableTools,
  type TableTools,
  type TrustedDocument,
  type TypeOfSchema,
  typesIn,
} from '@hub/mcp';
import type { GraphQLSchema } from 'graphql';
import { LruCache } from '../base/lru-cache.js';
import { onceForEach } from '../base/once-for-each.js';
import { listTables } from '../exports/list-tables.js';
import type { TablesOf } from '../exports/table/tables-in-force.js';

/** What a caller's tools are made from. */
export interface ToolsOptions {
  /** What the caller's app registered. */
  readonly documents: Iterable<TrustedDocument>;
  readonly schema: GraphQLSchema;
  /** Whether the caller may learn of the schema. */
  readonly mayAsk: boolean;
  readonly tables: TablesOf;
  /** The tables that are to be tools; all where none is named, and none where it says `none`. */
  readonly chosen: readonly string[];
}

/** How many characters the texts of documents may have together whose tools are kept, for each schema. */
const keptCharacters = 4 * 1024 * 1024;

/** The tool of a document; none where it is no tool. */
type DocumentTool = Promise<HubTool | undefined>;

/** Makes tools of documents, and keeps them. */
function documentToolsBy(types: TypeOfSchema): (document: TrustedDocument) => DocumentTool {
  const kept = new LruCache<{ readonly text: string; readonly tool: DocumentTool }>(keptCharacters);
  return (document) => {
    const { id, text } = document;
    const known = kept.get(id);
    if (known?.text === text) return known.tool;
    const tool = documentTool(document, types, () => undefined);
    kept.set(id, { text, tool }, text.length);
    return tool;
  };
}

/** For callers who may learn of a schema, and for all others: tools of tables and documents are made once for each. */
const tablesOf = {
  told: onceForEach((tables: TablesOf): TableTools => tableTools(listTables(tables, true))),
  others: onceForEach((tables: TablesOf): TableTools => tableTools(listTables(tables, false))),
};
const documentsOf = {
  told: onceForEach((schema: GraphQLSchema) => documentToolsBy(typesIn(schema))),
  others: onceForEach((_schema: GraphQLSchema) => documentToolsBy(typesIn(undefined))),
};

/**
 * A caller's tools: one for each document of its app and each table.
 * @throws Error naming the tables that are chosen and not listed.
 */
export async function callerTools({ documents, schema, mayAsk, tables, chosen }: ToolsOptions): Promise<HubTool[]> {
  const kind = mayAsk ? 'told' : 'others';
  const ofTables = chosen.includes('none') ? [] : chooseTables(tablesOf[kind](tables), chosen);
  const named = await Promise.all(Array.from(documents, documentsOf[kind](schema)));
  // Of two documents with an operation of one name, as two versions of an app have, the one that came last counts.
  const all = [...named.filter((tool) => tool !== undefined), ...ofTables];
  return [...new Map(all.map((tool) => [tool.name, tool])).values()];
}
