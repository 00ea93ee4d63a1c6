import type { McpServer } from '@modelcontextprotocol/server';
import type { HubTool } from './hub-tool.js';

/** What a model is told of the hub before it asks. */
const instructions = `Figures of a movement for digital education, across organisations.
Null means "not known", never zero. A withheld count is not zero either. An interval or bounds belong to a number: give both.
People and occurrences are different and are never added. Say the period and the source of every figure.
OUTSIDE_AGREEMENT means that the figure is not shared with this caller for this purpose: say so, and do not guess.`;

/** The protocol's package, once somebody speaks it: a gateway would load no package as large at each start. */
const loadProtocol = () => import('@modelcontextprotocol/server');

/** An MCP server with these tools and nothing else. */
function mcpServer(
  tools: readonly HubTool[],
  { fromJsonSchema, McpServer }: Awaited<ReturnType<typeof loadProtocol>>,
): McpServer {
  const server = new McpServer({ name: 'hub', version: '0.1.0' }, { capabilities: { tools: {} }, instructions });
  for (const { name, description, input, call } of tools) {
    server.registerTool(
      name,
      {
        description,
        inputSchema: fromJsonSchema<Record<string, unknown>>(input as Parameters<typeof fromJsonSchema>[0]),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async (variables, { mcpReq: { signal } }) => ({ ...(await call(variables, signal)) }),
    );
  }
  return server;
}

/** Serves tools over standard input and output until the input ends. */
export async function serveTools(tools: readonly HubTool[]): Promise<void> {
  const [protocol, { serveStdio }] = await Promise.all([loadProtocol(), import('@modelcontextprotocol/server/stdio')]);
  const ended = new Promise<void>((done) => process.stdin.once('end', done).once('close', done));
  const handle = serveStdio(() => mcpServer(tools, protocol), {
    onerror: ({ message }) => {
      console.error(message);
    },
  });
  await ended;
  await handle.close();
}

/**
 * Answers one request of streamable HTTP, without a session: each names all that it needs, so that any gateway answers it.
 * @param body what was read of it already.
 */
export async function answerMcp(tools: readonly HubTool[], request: Request, body: unknown): Promise<Response> {
  const protocol = await loadProtocol();
  const { fetch } = protocol.createMcpHandler(() => mcpServer(tools, protocol), {
    responseMode: 'json',
    maxSubscriptions: 1,
  });
  return fetch(request, { parsedBody: body });
}
