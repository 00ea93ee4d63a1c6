import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fetchToken, findDemoCaller } from '@hub/issuer';
import { isProduction } from '@hub/runtime';
import type { ExecutionResult } from 'graphql';
import { composeWith } from '../dev/composed.js';
import { devServer } from '../dev/dev-server.js';
import { hubAsOther, mockedOthers, type Others } from '../dev/others.js';
import { builtFrom, OwnProgram } from '../dev/own-program.js';
import { watchFolder } from '../dev/watched-folder.js';
import { candidateFrom } from './candidate.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, UsageError } from './failure.js';
import { type Home, homeOf } from './home.js';
import { launch } from './launch.js';
import type { NodePart } from './part.js';
import { programFile } from './program-files.js';
import { issuerPart, type Premises } from './parts.js';
import { choosePorts, localUrl, type Ports, refuseUsedPorts } from './ports.js';
import { schemaOf } from './own-schema.js';
import { prepareServing } from './serve.command.js';
import { listenForStop } from './stop-signals.js';

/** Interval between two looks at an endpoint's schema, in milliseconds. */
const lookMs = 1500;

/** How long a token is used before another is fetched, in milliseconds: two thirds of its lifetime. */
const tokenMs = 600_000;

/** The first query of the explorer. */
const first = '{ __schema { queryType { fields { name description } } } }';

/**
 * `hub dev <organisation | FOLDER | --url URL>`: runs a subgraph during its development, with a hub around it: a
 * running one (`--hub URL`), or mocks from the shipped schemas. For development alone: no request is signed.
 */
export const dev: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      hub: { type: 'string' },
      'token-file': { type: 'string' },
      port: { type: 'string', default: '4100' },
      as: { type: 'string', default: 'analyst' },
      purpose: { type: 'string', default: 'statistics' },
    },
  });
  const { environment } = surroundings;
  if (environment['NODE_ENV'] && isProduction(environment))
    throw new Failure(
      `hub dev answers everyone, and is for development alone: expected no NODE_ENV=${environment['NODE_ENV']}.`,
    );
  const [argument, ...more] = positionals;
  if (more.length > 0 || (argument === undefined && values.url === undefined))
    throw new UsageError('Expected one organisation or FOLDER, or --url URL.');
  const home = values.url === undefined ? homeOf(argument ?? '', surroundings) : undefined;
  const wish: Wish = {
    ...{
      home,
      code: home?.code ?? argument ?? 'own',
      url: values.url,
      hub: values.hub,
      tokenFile: values['token-file'],
    },
    ...{ port: portIn(values.port), role: values.as, purpose: values.purpose },
  };
  return run(wish, { ...surroundings, environment: { ...environment, ALLOW_UNSIGNED: 'true' } });
};

interface Wish {
  /** Undefined if the developed subgraph is at an address. */
  readonly home: Home | undefined;
  readonly code: string;
  readonly url: string | undefined;
  readonly hub: string | undefined;
  readonly tokenFile: string | undefined;
  readonly port: number;
  readonly role: string;
  readonly purpose: string;
}

function portIn(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_530) return port;
  throw new UsageError(`--port: expected a port from 1 to 65530, got ${JSON.stringify(text)}.`);
}

async function run(wish: Wish, surroundings: Surroundings): Promise<number> {
  const { home, code, port, role, purpose } = wish;
  const { stop, force } = listenForStop((reason) => {
    console.log(`Stopping on ${reason}…`);
  });
  const scratch = mkdtempSync(join(tmpdir(), 'hub-dev-'));
  const ports: Ports = new Map(
    [...['dev', 'gateway', 'issuer', code, 'postgres'].entries()].map(([at, one]) => [one, port + at]),
  );
  await refuseUsedPorts(ports);
  const tell = (line: string) => {
    console.log(line);
  };
  const serving = home && (await prepareServing(home, surroundings, ports));
  const premises: Premises = serving?.premises ?? {
    ...surroundings,
    ports,
    data: new DataFolder(join(scratch, 'data')),
  };
  if (!serving) premises.data.prepareSecrets([]);
  const part = serving && ownPart(serving.part);
  const program = part && new OwnProgram(part, tell);
  const others = wish.hub === undefined ? await mockedOthers(code) : await othersOf(wish.hub, wish, surroundings);
  const supergraph = join(scratch, 'supergraph.graphql');
  const composed = new AbortController();
  const own = { name: code, url: wish.url ?? `${localUrl(ports, code)}/graphql` };
  const address = (name: string) => `${localUrl(ports, 'dev')}/${name === code ? 'own' : `others/${name}`}`;

  /** Composes with the present schema; if that fails, the graph does not change. */
  const compose = async (sdl: string): Promise<void> => {
    const result = await composeWith({ name: code, sdl }, others.beside(sdl), address);
    if ('faults' in result) {
      tell(`It makes no graph with the others:\n  ${result.faults.join('\n  ')}`);
      return;
    }
    writeFileSync(supergraph, result.supergraph);
    tell('It makes one graph with the others.');
    composed.abort();
  };
  const again = async (): Promise<void> => {
    try {
      if (home && program) {
        const made = await builtFrom(home);
        const sdl = await schemaOf(made);
        if (!(await program.start(made, stop))) tell(`${code} does not run; it is started anew after the next change.`);
        else await compose(sdl);
      } else await compose(await candidateFrom(code, { endpoint: wish.url, reach: {} }, surroundings));
    } catch (error) {
      if (!stop.aborted) tell((error as Error).message);
    }
  };
  const token = tokensOf(premises, role);
  const server = devServer({
    own: {
      url: own.url,
      ready: () => program?.ready ?? Promise.resolve(undefined),
      statements: () => program?.takeStatements() ?? [],
    },
    otherNamed: others.named,
    gatewayUrl: localUrl(ports, 'gateway'),
    usualHeaders: async () => ({ authorization: `Bearer ${await token()}`, 'x-hub-purpose': purpose }),
    tell,
  });
  let ends: () => void = () => undefined;
  try {
    server.listen(ports.get('dev'), '127.0.0.1');
    await once(server, 'listening');
    await launch({
      databases: serving?.databases,
      first: [issuerPart(premises)],
      load: async (signal) => {
        await again();
        ends = home ? watchFolder(home.folder, inTurn(again, tell)) : lookAgain(again, wish, surroundings);
        if (!composed.signal.aborted)
          await Promise.race([composed, { signal }].map((one) => once(one.signal, 'abort')));
      },
      gateway: gatewayOf(premises, supergraph),
      onReady: () => {
        tell(whereToGo(wish, ports, surroundings));
      },
      ...{ tell, stop, force },
    });
  } finally {
    ends();
    server.close();
    server.closeAllConnections();
    await program?.stop();
    serving?.release();
    rmSync(scratch, { recursive: true, force: true });
  }
  return force.aborted ? 130 : 0;
}

/** The developed subgraph in development mode: it answers every caller, and logs its SQL statements. */
function ownPart(part: NodePart): NodePart {
  const { HUB_URL: _, ...environment } = part.environment;
  return { ...part, environment: { ...environment, NODE_ENV: 'development', LOG_LEVEL: 'debug' } };
}

/** Runs one restart at a time: changes during a restart cause one more restart afterwards. */
function inTurn(work: () => Promise<void>, tell: (line: string) => void): () => void {
  let isUnderWay = false;
  let isWanted = false;
  const begin = async () => {
    isUnderWay = true;
    do {
      isWanted = false;
      tell('Changed; starting anew…');
      await work();
    } while (isWanted as boolean);
    isUnderWay = false;
  };
  return () => {
    isWanted = true;
    if (!isUnderWay) void begin();
  };
}

/** Looks repeatedly whether an endpoint's schema has changed. @returns a function that ends it. */
function lookAgain(again: () => Promise<void>, { code, url }: Wish, surroundings: Surroundings): () => void {
  let known: string | undefined;
  const timer = setInterval(() => {
    candidateFrom(code, { endpoint: url, reach: {} }, surroundings)
      .then(async (sdl) => {
        if (known !== undefined && known !== sdl) await again();
        known = sdl;
      })
      .catch(() => undefined);
  }, lookMs);
  return () => {
    clearInterval(timer);
  };
}

/** A running hub: its schema, and the requests to it. */
async function othersOf(hub: string, { purpose, role, tokenFile }: Wish, surroundings: Surroundings): Promise<Others> {
  const near = DataFolder.from(undefined, surroundings);
  const ports = choosePorts(URL.parse(hub)?.port, surroundings.environment);
  const own = tokensOf({ ...surroundings, data: near, ports }, role);
  const token =
    tokenFile === undefined
      ? own
      : () => Promise.resolve(readFileSync(resolve(surroundings.folder, tokenFile), 'utf8').trim());
  const headers = async () => {
    const known = await token().catch(() => undefined);
    return { 'x-hub-purpose': purpose, ...(known !== undefined && { authorization: `Bearer ${known}` }) };
  };
  const response = await fetch(new URL('/schema.graphql', hub), { headers: await headers() }).catch(
    (error: unknown) => {
      throw new Failure(`Expected a hub at ${hub}: ${(error as Error).message}.`);
    },
  );
  const text = await response.text();
  if (!response.ok)
    throw new Failure(
      `The hub at ${hub} does not show its schema (${String(response.status)}): ${text}. Name a token of yours with --token-file FILE.`,
    );
  return hubAsOther(text, async (request) => {
    const answered = await fetch(new URL('/graphql', hub), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headers()) },
      body: JSON.stringify(request),
    });
    return (await answered.json()) as ExecutionResult;
  });
}

/** Tokens of a role from the development issuer; one is used for some minutes. */
function tokensOf({ data, ports }: Pick<Premises, 'data' | 'ports'>, role: string): () => Promise<string> {
  const caller = findDemoCaller(role);
  if (!caller) throw new UsageError(`--as: expected a role such as analyst, got ${JSON.stringify(role)}.`);
  let known: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (known && known.until > Date.now()) return known.token;
    const secret = readFileSync(data.clientSecretFile, 'utf8').trim();
    const token = await fetchToken(localUrl(ports, 'issuer'), caller, secret);
    known = { token, until: Date.now() + tokenMs };
    return token;
  };
}

/** The gateway, which follows the supergraph's file. */
function gatewayOf(premises: Premises, supergraph: string): NodePart {
  const { root, data, ports } = premises;
  const { environment } = issuerPart(premises);
  return {
    name: 'gateway',
    program: programFile(root, 'gateway'),
    args: ['--port', String(ports.get('gateway'))],
    environment: {
      PATH: environment['PATH'],
      NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'],
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      SUPERGRAPH_FILE: supergraph,
      AGREEMENTS: 'off',
      INTROSPECTION: 'all',
      HUB_DEVELOPMENT: 'true',
      TOKEN_ISSUER: localUrl(ports, 'issuer'),
      TOKEN_AUDIENCE: environment['AUDIENCE'],
    },
    url: localUrl(ports, 'gateway'),
    log: data.logOf('gateway'),
  };
}

function whereToGo({ code, home, hub, role, purpose }: Wish, ports: Ports, { folder }: Surroundings): string {
  const url = localUrl(ports, 'dev');
  const path = home && (relative(folder, home.folder) || '.');
  const named = path !== undefined && /^[^./]/.test(path) ? `./${path}` : path;
  return [
    `\n${code} runs in development: everyone is answered, nothing is signed, no agreement holds.\n`,
    `  Explorer  ${url}/explorer?${new URLSearchParams({ query: first }).toString()}`,
    `  GraphQL   ${url}/graphql (asked as ${role}, for ${purpose}, unless a request says otherwise)`,
    ...(named === undefined ? [] : [`  Files     pnpm hub import ${named} --port ${String(ports.get(code))}`]),
    `  Others    ${hub ?? 'mocks from their schemas: every value is made up'}`,
    '\nCtrl-C stops it.',
  ].join('\n');
}
