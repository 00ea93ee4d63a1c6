import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { conformPublicKeyOf, createKeyPairIfMissing } from '@hub/runtime';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { databaseServer } from './database-server.js';
import { UsageError } from './failure.js';
import { dataIn, type Home, homeOf, portsOf } from './home.js';
import { launch } from './launch.js';
import type { NodePart } from './part.js';
import { type Premises, subgraphPart } from './parts.js';
import { type Ports, refuseUsedPorts } from './ports.js';
import { listenForStop } from './stop-signals.js';

/** The settings that a subgraph gets from its environment, if set: trusted keys, the hub, its keys. */
const passedOn = [
  'HUB_URL',
  'TRUSTED_GATEWAY_KEYS',
  'TRUSTED_REGISTRY_KEYS',
  'ALLOW_UNSIGNED',
  'PSEUDONYM_KEY_FILE',
  'PERIOD_KEYS_FILE',
  'SKETCHES_SEALED_TO',
  'OPERATOR_TOKEN_FILE',
];

/**
 * `hub serve FOLDER`: runs a folder's organisation until it is stopped, on a database beside it (`FOLDER/.data`); or
 * on the one in DATABASE_URL, as in a container: then the caller gives all settings.
 */
export const serve: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: 'string' } },
  });
  const [argument, ...more] = positionals;
  if (argument === undefined || more.length > 0) throw new UsageError('Expected one FOLDER.');
  const home = homeOf(argument, surroundings);
  if (surroundings.environment['DATABASE_URL']) return onNamedDatabase(home, surroundings, values.port);
  const { stop, force } = listenForStop((reason) => {
    console.log(`Stopping on ${reason} (Ctrl-C again forces it)…`);
  });
  // The key with which it joined the hub also signs its releases.
  const signingKey = join(home.folder, 'signing.key');
  createKeyPairIfMissing(signingKey);
  const served = await prepareServing(home, surroundings, portsOf(home, values.port));
  const given: NodeJS.ProcessEnv = { ...served.part.environment, SIGNING_KEY_FILE: signingKey };
  // A subgraph that answers unsigned requests has no list of trusted keys.
  const askers = () => [given['TRUSTED_GATEWAY_KEYS'], conformPublicKeyOf(home.folder)].filter(Boolean).join();
  const environment = given['ALLOW_UNSIGNED'] ? given : { ...given, TRUSTED_GATEWAY_KEYS: askers() };
  const part = { ...served.part, environment };
  console.log(`Starting ${home.code}…`);
  return runUntilStopped({ ...served, part }, () => whereToGo(home, part, argument), { stop, force });
};

/** Runs the organisation's program alone, with this process's settings; it stops when this process is stopped. */
export async function onNamedDatabase(
  { program, words }: Pick<Home, 'program' | 'words'>,
  { environment }: Surroundings,
  port = environment['PORT'],
): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...words], {
    stdio: 'inherit',
    env: { ...environment, ...(port !== undefined && { PORT: port }) },
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode ?? 1;
}

/**
 * Runs a folder's subgraph with its databases until it is stopped, and then frees its data folder.
 * @param ready the message once it is ready.
 * @returns the exit code.
 */
export async function runUntilStopped(
  { databases, part, release }: Pick<Serving, 'databases' | 'part' | 'release'>,
  ready: () => string,
  { stop, force }: ReturnType<typeof listenForStop>,
): Promise<number> {
  try {
    await launch({
      databases,
      first: [part],
      gateway: undefined,
      load: () => Promise.resolve(),
      onReady: () => {
        console.log(ready());
      },
      tell: (line) => {
        console.error(line);
      },
      ...{ stop, force },
    });
  } finally {
    release();
  }
  console.log('Stopped.');
  return force.aborted ? 130 : 0;
}

/** A folder's subgraph, ready to launch. */
export interface Serving {
  readonly part: NodePart;
  readonly databases: Awaited<ReturnType<typeof databaseServer>>;
  readonly premises: Premises;
  /** Frees its data folder. */
  readonly release: () => void;
}

/** Prepares a folder's subgraph with its database, keys and tokens, at free ports. */
export async function prepareServing(home: Home, surroundings: Surroundings, ports: Ports): Promise<Serving> {
  const { code, program, words } = home;
  const { environment } = surroundings;
  const data = dataIn(home);
  const premises: Premises = { ...surroundings, data, ports };
  await refuseUsedPorts(ports);
  const release = data.claim();
  try {
    const databases = await databaseServer(premises, [code]);
    data.prepareSecrets([code]);
    data.notePort(ports.get(code) ?? 0);
    const part = subgraphPart(code, premises, databases);
    const own = Object.fromEntries(passedOn.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
    return {
      part: { ...part, program, args: words, environment: { ...part.environment, ...own } },
      databases,
      premises,
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function whereToGo({ code }: Home, part: NodePart, argument: string): string {
  return [
    `\n${code} is ready.\n`,
    `  GraphQL  ${part.url}/graphql`,
    `  Files    pnpm hub import ${argument}`,
    `  Release  pnpm hub release ${argument}`,
    `  Log      ${part.log}`,
    '\nCtrl-C stops it.',
  ].join('\n');
}
