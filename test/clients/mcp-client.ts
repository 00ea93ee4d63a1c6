import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../subgraphs/hub/dist/hub.js', import.meta.url));

/** What a server of the Model Context Protocol answers to a call of a tool. */
export interface Called {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

/** Speaks to `hub mcp` over its standard input and output. */
export interface McpClient {
  /** @returns the result. @throws Error where the server answers an error of the protocol. */
  request(method: string, parameters?: object): Promise<any>;
  close(): Promise<void>;
}

/** Starts `hub mcp`, and opens a session as a client does. */
export async function startMcp(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<McpClient> {
  const child: ChildProcess = spawn(process.execPath, [program, 'mcp', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('Expected pipes to and from the program.');
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const waiting = new Map<number, { readonly done: (result: any) => void; readonly failed: (error: Error) => void }>();
  createInterface({ input: stdout }).on('line', (line) => {
    const { id, result, error } = JSON.parse(line) as { id?: number; result?: unknown; error?: { message: string } };
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id !== undefined) waiting.delete(id);
    if (error) asked?.failed(new Error(error.message));
    else asked?.done(result);
  });
  const ended = new Promise<void>((done) =>
    child.once('close', () => {
      for (const { failed } of waiting.values()) failed(new Error(`hub mcp has ended: ${said}`));
      done();
    }),
  );
  const send = (message: object) => stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let count = 0;
  const request = (method: string, parameters: object = {}): Promise<any> =>
    new Promise((done, failed) => {
      const id = ++count;
      waiting.set(id, { done, failed });
      send({ id, method, params: parameters });
    });
  await request('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  return {
    request,
    close: async () => {
      stdin.end();
      await ended;
    },
  };
}
