import { Hub } from '@hub/client';
import { documentTools, type HubTool, tableTools, type TrustedDocument, type TypeOfSchema } from '@hub/mcp';
import { type GraphQLSchema, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLInputType } from 'graphql';

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
  const types: TypeOfSchema = (name) => Promise.resolve(schema && typeOf(schema, name));
  const named = await documentTools(documents, { hub, registered, types }, () => undefined);
  const ofTables = chosen.includes('none') ? [] : await tableTools(hub, chosen, () => Promise.resolve(tables));
  // Of two documents with an operation of one name, as two versions of an app have, the one that came last counts.
  return [...new Map([...named, ...ofTables].map((tool) => [tool.name, tool])).values()];
}

/** A type, as introspection tells of it. */
function typeOf(schema: GraphQLSchema, name: string): Awaited<ReturnType<TypeOfSchema>> {
  const type = schema.getType(name);
  if (!type) return undefined;
  const { description } = type;
  const plain = { kind: 'SCALAR', name, description };
  if (isEnumType(type)) return { ...plain, kind: 'ENUM', enumValues: type.getValues() };
  if (isObjectType(type)) return { ...plain, kind: 'OBJECT', fields: Object.values(type.getFields()) };
  if (!isInputObjectType(type)) return plain;
  const inputFields = Object.values(type.getFields()).map((field) => ({
    ...{ name: field.name, description: field.description },
    type: referenceOf(field.type),
  }));
  return { ...plain, kind: 'INPUT_OBJECT', inputFields };
}

interface Reference {
  readonly kind: string;
  readonly name?: string;
  readonly ofType?: Reference;
}

function referenceOf(type: GraphQLInputType): Reference {
  if (isNonNullType(type)) return { kind: 'NON_NULL', ofType: referenceOf(type.ofType) };
  if (isListType(type)) return { kind: 'LIST', ofType: referenceOf(type.ofType) };
  return { kind: 'NAMED', name: type.name };
}
