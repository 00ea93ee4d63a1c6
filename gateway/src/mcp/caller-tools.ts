import { Hub } from '@hub/client';
import { documentTools, type HubTool, tableTools, type TrustedDocument, typesIn } from '@hub/mcp';
import type { GraphQLSchema } from 'graphql';

/** What a caller's tools are made from. */
export interface ToolsOptions {
  /** Asks this hub as the caller. */
  readonly fetch: typeof fetch;
  /** What the caller's app registered. */
  readonly documents: readonly TrustedDocument[];
  /** The schema, where the caller may learn of it. */
  readonly schema: GraphQLSchema | undefined;
  /** What `GET /export` tells the caller. */
  readonly tables: object;
  /** The tables that are to be tools; all where none is named, and none where it says `none`. */
  readonly chosen: readonly string[];
}

/** A caller's tools: one for each document of its app and each table. */
export async function callerTools({ fetch, documents, schema, tables, chosen }: ToolsOptions): Promise<HubTool[]> {
  // A model is told at once that it asks too often, or that the hub is busy: it knows what waits for the answer.
  const options = { url: 'http://hub', name: 'mcp', fetch, retries: { attempts: 1 } };
  const [hub, registered] = [new Hub(options), new Hub({ ...options, registered: true })];
  const named = await documentTools(documents, { hub, registered, types: typesIn(schema) }, () => undefined);
  const ofTables = chosen.includes('none') ? [] : await tableTools(hub, chosen, () => Promise.resolve(tables));
  // Of two documents with an operation of one name, as two versions of an app have, the one that came last counts.
  return [...new Map([...named, ...ofTables].map((tool) => [tool.name, tool])).values()];
}
