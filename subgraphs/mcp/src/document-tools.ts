import { type GraphQLFault, type Hub, HubError, type TypedDocument } from '@hub/client';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse, TokenKind } from 'graphql';
import { z } from 'zod';
import { type Asked, failed, type HubTool, shortened, told } from './hub-tool.js';
import { inputSchema, type TypeOfSchema } from './input-schema.js';
import { outputSchema } from './output-schema.js';

/** A trusted document: its text, and the id under which it was registered. */
export interface TrustedDocument {
  readonly id: string;
  readonly text: string;
  /** How a document of the hub's own is answered; undefined for others. */
  readonly own?: OwnDocument;
}

/** How a document of the hub's own is answered: with a source, and at most `usualBytes` unless `first` is given. */
export interface OwnDocument {
  /** The path of the page that shows the same figures. */
  readonly page: (variables: Readonly<Record<string, unknown>>) => string;
  /** Changes the data in place for the answer. */
  readonly arrange?: (data: unknown, variables: Readonly<Record<string, unknown>>) => void;
}

const apollo = z.object({ operations: z.array(z.object({ id: z.string(), body: z.string() })) });
const plain = z.record(z.string(), z.string());

/** Callers that must send ids of documents, because the hub has refused one of their texts. */
const byIdAlone = new WeakSet<Asked>();

/**
 * Reads a manifest of trusted documents: Apollo's format, or an object of texts by id.
 * @throws ZodError for another format.
 */
export function readDocuments(json: unknown): TrustedDocument[] {
  const manifest = apollo.safeParse(json);
  if (manifest.success) return manifest.data.operations.map(({ id, body }) => ({ id, text: body }));
  return Object.entries(plain.parse(json)).map(([id, text]) => ({ id, text }));
}

/**
 * Makes a tool of each document with one named query. Leaves out mutations and subscriptions: a tool changes nothing
 * and answers once.
 * @param leftOut called with the reason for each document left out.
 */
export async function documentTools(
  documents: readonly TrustedDocument[],
  types: TypeOfSchema,
  leftOut: (why: string) => void,
): Promise<HubTool[]> {
  const tools: HubTool[] = [];
  for (const document of documents) {
    const tool = await documentTool(document, types, leftOut);
    if (tool) tools.push(tool);
  }
  return tools;
}

/** Makes a tool of one document; undefined if it cannot be one: see `documentTools`. */
export async function documentTool(
  { id, text, own }: TrustedDocument,
  types: TypeOfSchema,
  leftOut: (why: string) => void,
): Promise<HubTool | undefined> {
  const { definitions } = parse(text);
  const [operation, ...others] = definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const name = operation?.name?.value;
  if (!operation || name === undefined || others.length > 0 || operation.operation !== OperationTypeNode.QUERY) {
    leftOut(`${name ?? id} is no tool: a tool is a document with one query that has a name.`);
    return undefined;
  }
  const document: TypedDocument<unknown, Record<string, unknown>> = {
    kind: 'Document',
    loc: { source: { body: text } },
    __meta__: { hash: id },
  };
  return {
    name,
    description: await describe(operation, types),
    input: await inputSchema(operation, types),
    output: await outputSchema(operation, definitions, types),
    async call(asked, variables, signal) {
      const byText = !byIdAlone.has(asked);
      const ask = (by: Hub) => by.ask(document, variables, { signal });
      try {
        const answer = await ask(byText ? asked.hub : asked.registered).catch((error: unknown) => {
          if (!byText || !(error instanceof HubError) || error.code !== 'TRUSTED_DOCUMENT_REQUIRED') throw error;
          byIdAlone.add(asked);
          return ask(asked.registered);
        });
        const { data, errors } = answer;
        own?.arrange?.(data, variables);
        const source = own && new URL(own.page(variables), asked.url).href;
        const result = { data, ...(errors && { errors: grouped(errors) }), ...(own && { source }) };
        return told(own && !('first' in variables) ? shortened(result) : result);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** Errors of equal messages as one, with the fields that they are of. */
function grouped(errors: readonly GraphQLFault[]): object[] {
  return [...Map.groupBy(errors, ({ message }) => message)].map(([message, all]) => ({
    message,
    fields: [...new Set(all.map(({ path = [] }) => path.filter((key) => typeof key === 'string').join('.')))],
    ...(all[0]?.extensions && { extensions: all[0].extensions }),
  }));
}

/** Description of a query: the comments before it, or the schema's descriptions of its fields. */
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
