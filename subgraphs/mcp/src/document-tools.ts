import { type Hub, HubError, type TypedDocument } from '@hub/client';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse, TokenKind } from 'graphql';
import { z } from 'zod';
import { failed, type HubTool, told } from './hub-tool.js';
import { inputSchema, type TypeOfSchema, typesOf } from './input-schema.js';

/** A trusted document: its text, and the id under which it was registered. */
export interface TrustedDocument {
  readonly id: string;
  readonly text: string;
}

const apollo = z.object({ operations: z.array(z.object({ id: z.string(), body: z.string() })) });
const plain = z.record(z.string(), z.string());

/**
 * Reads a manifest of trusted documents: Apollo's, or an object of ids and texts.
 * @throws ZodError where it is neither.
 */
export function readDocuments(json: unknown): TrustedDocument[] {
  const manifest = apollo.safeParse(json);
  if (manifest.success) return manifest.data.operations.map(({ id, body }) => ({ id, text: body }));
  return Object.entries(plain.parse(json)).map(([id, text]) => ({ id, text }));
}

/** What asks documents: by their texts, and by their ids where the hub wants that of its caller. */
export interface Asked {
  readonly hub: Hub;
  /** The same caller, who names documents by their ids. */
  readonly registered: Hub;
  /** Gives types of the schema; the hub is asked for them unless told. */
  readonly types?: TypeOfSchema;
}

/**
 * Makes a tool of each document with one named query. Mutations and subscriptions are left out: a tool changes nothing,
 * and answers once.
 * @param leftOut is told why a document is no tool.
 */
export async function documentTools(
  documents: readonly TrustedDocument[],
  asked: Asked,
  leftOut: (why: string) => void,
): Promise<HubTool[]> {
  const types = asked.types ?? typesOf(asked.hub);
  const tools: HubTool[] = [];
  for (const document of documents) {
    const [operation, ...others] = parse(document.text).definitions.filter(
      (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
    );
    const name = operation?.name?.value;
    if (!operation || name === undefined || others.length > 0 || operation.operation !== OperationTypeNode.QUERY)
      leftOut(`${name ?? document.id} is no tool: a tool is a document with one query that has a name.`);
    else tools.push(await documentTool(document, operation, name, asked, types));
  }
  return tools;
}

async function documentTool(
  { id, text }: TrustedDocument,
  operation: OperationDefinitionNode,
  name: string,
  { hub, registered }: Asked,
  types: TypeOfSchema,
): Promise<HubTool> {
  const document: TypedDocument<unknown, Record<string, unknown>> = {
    kind: 'Document',
    loc: { source: { body: text } },
    __meta__: { hash: id },
  };
  let byText = true;
  return {
    name,
    description: await describe(operation, types),
    input: await inputSchema(operation, types),
    async call(variables, signal) {
      const ask = (by: Hub) => by.ask(document, variables, { signal });
      try {
        const answer = await ask(byText ? hub : registered).catch((error: unknown) => {
          if (!byText || !(error instanceof HubError) || error.code !== 'TRUSTED_DOCUMENT_REQUIRED') throw error;
          byText = false;
          return ask(registered);
        });
        const { data, errors } = answer;
        return told(JSON.stringify({ data, ...(errors && { errors }) }));
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** What a query says of itself in comments before it, or else what the schema says of what it asks for. */
async function describe(operation: OperationDefinitionNode, types: TypeOfSchema): Promise<string> {
  const comments: string[] = [];
  for (let token = operation.loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev)
    comments.unshift(token.value.trim());
  if (comments.length > 0) return comments.join(' ');
  const query = await types('Query');
  const names = operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
  const described = names.map((field) => query?.fields?.find(({ name }) => name === field)?.description ?? field);
  return described.join('\n');
}
