/** Who asks `/mcp`, and what for. */
export interface McpCaller {
  readonly token?: string;
  readonly purpose?: string;
}

/** What `/mcp` answers to one message. */
export interface McpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The message of JSON-RPC, or the problem. */
  readonly body: any;
}

/**
 * Sends a message to `/mcp` as a client of streamable HTTP does.
 * @param url with its parameters.
 */
export async function askMcp(
  url: string,
  method: string,
  parameters: object = {},
  { token, purpose }: McpCaller = {},
): Promise<McpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2025-06-18',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(purpose !== undefined && { 'x-hub-purpose': purpose }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters }),
  });
  const text = await response.text();
  const json = text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? 'null');
  return { status: response.status, headers: response.headers, body: JSON.parse(json) };
}
