import { once } from 'node:events';
import { createServer } from 'node:net';
import { subgraphs } from '@hub/runtime';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, UsageError } from './failure.js';
import { variableName } from './organisations.js';

const defaultGatewayPort = 4000;

const lastOfSubgraphs = Math.max(...subgraphs.map(({ port }) => port));

/** The development issuer and the server of the databases, after the subgraphs. */
const others = ['issuer', 'postgres'].map((code, index) => ({ code, port: lastOfSubgraphs + 1 + index }));

/** The port of each part by its name: the organisations' codes, `issuer`, `postgres` and `gateway`. */
export type Ports = ReadonlyMap<string, number>;

/**
 * Chooses every part's port. The gateway's is `--port`, GATEWAY_PORT or 4000; at 4000 the subgraphs have their
 * default ports, elsewhere they follow the gateway (port + 1, + 2, …); the issuer and PostgreSQL follow them.
 * `<PART>_PORT` overrides one of them.
 */
export function choosePorts(option: string | undefined, environment: NodeJS.ProcessEnv): Ports {
  const gateway =
    portFrom('--port', option) ?? portFrom('GATEWAY_PORT', environment['GATEWAY_PORT']) ?? defaultGatewayPort;
  const ports = new Map([['gateway', gateway]]);
  for (const [index, { code, port }] of [...subgraphs, ...others].entries()) {
    const variable = portVariable(code);
    const following = gateway === defaultGatewayPort ? port : gateway + 1 + index;
    const chosen = portFrom(variable, environment[variable]) ?? portFrom(`${code}'s port`, String(following));
    ports.set(code, chosen ?? following);
  }
  refuseSharedPorts(ports);
  return ports;
}

/**
 * The ports of the hub that runs on this machine: of `--port`, GATEWAY_PORT, or the port that the hub with this data
 * was last started with.
 */
export function portsOfRunning(
  { port, data }: { readonly port?: string | undefined; readonly data?: string | undefined },
  surroundings: Surroundings,
): Ports {
  const { environment } = surroundings;
  const noted = environment['GATEWAY_PORT'] ? undefined : DataFolder.from(data, surroundings).notedPort;
  return choosePorts(port ?? noted, environment);
}

/**
 * Checks that every port is free.
 * @throws Failure with one message that names each used port, its part, and how to choose another.
 */
export async function refuseUsedPorts(ports: Ports): Promise<void> {
  const refusals = await Promise.all([...ports].map(([name, port]) => refusalOf(name, port)));
  const lines = refusals.filter((line) => line !== undefined);
  if (lines.length > 0) throw new Failure(`Not every port can be used:\n${lines.join('\n')}`);
}

/** The URL of a part of the hub on this machine. */
export function localUrl(ports: Ports, name: string): string {
  return `http://127.0.0.1:${String(ports.get(name))}`;
}

function portVariable(code: string): string {
  return `${variableName(code)}_PORT`;
}

function portFrom(source: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`${source}: expected a port from 1 to 65535, got ${JSON.stringify(text)}.`);
}

function refuseSharedPorts(ports: Ports): void {
  const owners = new Map<number, string>();
  for (const [name, port] of ports) {
    const owner = owners.get(port);
    if (owner !== undefined)
      throw new UsageError(`Expected a port for each part, but ${owner} and ${name} share ${port}.`);
    owners.set(port, name);
  }
}

async function refusalOf(name: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'in use' : String(code);
    const remedy =
      name === 'gateway'
        ? 'choose another with --port N or GATEWAY_PORT=N (the subgraphs follow: N+1, N+2, …)'
        : `choose another with ${portVariable(name)}=N`;
    return `  ${port} for ${name}: ${reason}; ${remedy}`;
  } finally {
    server.close();
  }
}
