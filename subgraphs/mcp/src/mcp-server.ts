import type { McpServer } from '@modelcontextprotocol/server';
import type { Asked, HubTool } from './hub-tool.js';
import type { JsonSchema } from './input-schema.js';

/** Instructions for a model that uses the hub. */
const instructions = `Figures of a movement for digital education, across organisations.
Null means "not known", never zero. A withheld count is not zero either. An interval or bounds belong to a number: give both.
People and occurrences are different and are never added. Say the period and the source of every figure.
OUTSIDE_AGREEMENT means that the figure is not shared with this caller for this purpose: say so, and do not guess.`;

/** Loads the protocol's package on the first use, because it is too large to load at each start of a gateway. */
const loadProtocol = () => import('@modelcontextprotocol/server');

type Protocol = Awaited<ReturnType<typeof loadProtocol>>;
type CheckedSchema = ReturnType<typeof compiled>;

const compiled = (schema: JsonSchema, { fromJsonSchema }: Protocol) => fromJsonSchema<Record<string, unknown>>(schema);

/** The tools of one request or session, with their hub. */
interface Served {
  readonly tools: readonly HubTool[];
  readonly asked: Asked;
}

/** An MCP server with the given tools only. */
function mcpServer({ tools, asked }: Served, protocol: Protocol): McpServer {
  const server = new protocol.McpServer(
    { name: 'hub', version: '0.1.0' },
    { capabilities: { tools: {} }, instructions },
  );
  for (const tool of tools) {
    const { name, description, input, output, call } = tool;
    server.registerTool(
      name,
      {
        description,
        inputSchema: checkedSchema(input, protocol),
        outputSchema: checkedSchema(output, protocol),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async (variables, { mcpReq: { signal } }) => ({ ...(await call(asked, variables, signal)) }),
    );
  }
  return server;
}

/** Compiled checks by schema. */
const checkedSchemas = new WeakMap<JsonSchema, CheckedSchema>();

/** Compiles the check of a tool's input or output on its first call, in about a millisecond; listing needs no checks. */
function checkedSchema(json: JsonSchema, protocol: Protocol): CheckedSchema {
  const known = checkedSchemas.get(json);
  if (known) return known;
  const plain = json as Record<string, unknown>;
  let check: CheckedSchema | undefined;
  const schema: CheckedSchema = {
    '~standard': {
      version: 1,
      vendor: 'hub',
      jsonSchema: { input: () => plain, output: () => plain },
      validate: (value) => (check ??= compiled(json, protocol))['~standard'].validate(value),
    },
  };
  checkedSchemas.set(json, schema);
  return schema;
}

/** Serves tools over standard input and output until the input ends. */
export async function serveTools(tools: readonly HubTool[], asked: Asked): Promise<void> {
  const [protocol, { serveStdio }] = await Promise.all([loadProtocol(), import('@modelcontextprotocol/server/stdio')]);
  const ended = new Promise<void>((done) => process.stdin.once('end', done).once('close', done));
  const handle = serveStdio(() => mcpServer({ tools, asked }, protocol), {
    onerror: ({ message }) => {
      console.error(message);
    },
  });
  await ended;
  await handle.close();
}

/** A message of JSON-RPC. */
export interface McpMessage {
  readonly method?: unknown;
  readonly params?: unknown;
}

/** Chooses the tools that a message needs: all to list them, one to call it, and none for anything else. */
async function toolsFor(
  { method, params }: McpMessage,
  all: () => Promise<readonly HubTool[]>,
): Promise<readonly HubTool[]> {
  if (method === 'tools/list') return all();
  if (method !== 'tools/call') return [];
  const { name } = (params ?? {}) as { readonly name?: unknown };
  return (await all()).filter((tool) => tool.name === name);
}

/** The tools of each running request. */
const served = new WeakMap<Request, Served>();

/** The handler of all requests. */
let handling: Promise<(request: Request, message: McpMessage) => Promise<Response>> | undefined;

async function openHandler(): Promise<(request: Request, message: McpMessage) => Promise<Response>> {
  const protocol = await loadProtocol();
  const { fetch } = protocol.createMcpHandler(
    ({ requestInfo }) => {
      const one = requestInfo && served.get(requestInfo);
      if (!one) throw new Error('Expected a request that was asked here.');
      return mcpServer(one, protocol);
    },
    { responseMode: 'json', maxSubscriptions: 1 },
  );
  return (request, parsedBody) => fetch(request, { parsedBody });
}

/**
 * Answers one request of streamable HTTP without a session: each request is complete, so any gateway can answer it.
 * @param tools gives the caller's tools; called if the message lists or calls tools.
 * @param message the part of the request already parsed.
 */
export async function answerMcp(
  tools: () => Promise<readonly HubTool[]>,
  asked: Asked,
  request: Request,
  message: McpMessage,
): Promise<Response> {
  served.set(request, { tools: await toolsFor(message, tools), asked });
  return (await (handling ??= openHandler()))(request, message);
}
