import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movement, registry } from '@hub/protocol';
import { knownOrganisations, returnMemory } from '@hub/runtime';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { databaseServer } from './database-server.js';
import { pastPublications } from './demonstration-history.js';
import { UsageError } from './failure.js';
import { JoiningFolders } from './joining-folders.js';
import { launch } from './launch.js';
import { loadOptions, loadOrganisations, type LoadOptions } from './load.command.js';
import { chooseSubgraphs } from './organisations.js';
import { gatewayPart, hasOwnIssuer, issuerPart, type Premises, subgraphPart } from './parts.js';
import { choosePorts, localUrl, refuseUsedPorts } from './ports.js';
import { inRows } from './progress.js';
import { listenForStop } from './stop-signals.js';
import { endpointWithTokenFrom } from './token-file.js';

/** The user's wishes for a start. */
interface Wish extends LoadOptions {
  readonly gateway: boolean;
  /** Whether the demonstration's folders join too. */
  readonly all: boolean;
}

/** `hub start [organisation…]`: runs the hub, or some organisations' subgraphs, until it is stopped. */
export const start: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      ...loadOptions,
      gateway: { type: 'boolean', default: true },
      all: { type: 'boolean', default: false },
      sandbox: { type: 'boolean', default: false },
    },
  });
  if (values.sandbox) {
    if (values.data !== undefined)
      throw new UsageError('Expected --sandbox or --data, not both: a sandbox keeps nothing.');
    if (!values.demo) throw new UsageError('Expected --sandbox with the demonstration’s data, got --no-demo.');
    return inSandbox(surroundings, (folder, around) => start([...withoutSandbox(args), '--data', folder], around));
  }
  const organisations = chooseSubgraphs(positionals).map(({ code }) => code);
  const missing = [movement.code, registry.code].filter((code) => !organisations.includes(code));
  if (values.all && (!values.gateway || missing.length > 0)) {
    throw new UsageError(
      'Expected --all of a hub with a gateway, movement and the registry: organisations join there.',
    );
  }
  const data = DataFolder.from(values.data, surroundings);
  const ports = choosePorts(values.port, surroundings.environment);
  const release = data.claim();
  try {
    data.notePort(ports.get('gateway') ?? 0);
    return await run(
      { ...surroundings, data, ports },
      {
        ...{ organisations, gateway: values.gateway, all: values.all },
        ...{ demonstration: values.demo, demonstrationFolder: values.demonstration },
      },
    );
  } finally {
    release();
  }
};

/** The settings of a sandbox: every app is accepted at once, and webhooks may lead to this machine. */
export const sandboxSettings = {
  HUB_SANDBOX: 'true',
  WEBHOOK_NETWORKS: '127.0.0.0/8,::1/128',
  APPS_PER_ADDRESS: '999999',
};

/**
 * Runs work in a temporary folder with new databases: the environment's databases are left out, so that the work
 * cannot reach them.
 */
async function inSandbox(
  surroundings: Surroundings,
  work: (folder: string, surroundings: Surroundings) => Promise<number>,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-sandbox-'));
  const environment = Object.fromEntries(
    Object.entries(surroundings.environment).filter(([name]) => !/DATABASE_URL$|^HUB_POSTGRES/.test(name)),
  );
  console.log('This is a sandbox: every app is accepted at once and may break it, and nothing of it is kept.');
  try {
    return await work(folder, { ...surroundings, environment: { ...environment, ...sandboxSettings } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutSandbox(args: readonly string[]): string[] {
  return args.filter((one) => one !== '--sandbox');
}

async function run(premises: Premises, wish: Wish): Promise<number> {
  const { data, ports } = premises;
  const joining = wish.all ? new JoiningFolders(premises) : undefined;
  const issuer = wish.gateway && hasOwnIssuer(premises) ? issuerPart(premises) : undefined;
  const names = [...wish.organisations, ...(issuer ? ['issuer'] : []), ...(wish.gateway ? ['gateway'] : [])];
  const began = Date.now();
  data.refuseFormer(wish.organisations);
  const server = await databaseServer(premises, [...wish.organisations, ...(joining?.codes ?? [])]);
  if (server?.part) names.push(server.part.name);
  await refuseUsedPorts(new Map([...ports].filter(([name]) => names.includes(name))));
  await joining?.refuseUsedPorts();
  data.prepareSecrets([...wish.organisations, ...(joining?.codes ?? [])]);

  const { stop, force } = listenForStop((reason) => {
    console.log(`Stopping on ${reason} (Ctrl-C again forces it)…`);
  });
  console.log(`Starting ${wish.organisations.join(', ')}…`);
  await launch({
    databases: server,
    first: [
      ...wish.organisations.map((code) => subgraphPart(code, premises, server)),
      ...(joining?.parts(server) ?? []),
      ...(issuer ? [issuer] : []),
    ],
    gateway: wish.gateway ? gatewayPart(premises, wish.organisations) : undefined,
    load: async (signal) => {
      console.log(`The subgraphs are ready after ${secondsSince(began)}. Loading the files that are not in yet…`);
      const loading = Date.now();
      const { files, rows } = await loadOrganisations(premises, { ...wish, signal });
      returnMemory();
      console.log(
        files === 0 ? 'Every file is in.' : `Loaded ${files} files, ${inRows(rows)}, in ${secondsSince(loading)}.`,
      );
    },
    settle: async () => {
      if (wish.gateway && wish.organisations.includes(movement.code)) await handReleasesOver(premises, wish);
      await joining?.join(wish.demonstration, (line) => {
        console.log(line);
      });
    },
    onReady: () => {
      console.log(whereToGo(premises, wish, secondsSince(began)));
    },
    tell: (line) => {
      console.error(line);
    },
    stop,
    force,
  });
  console.log('Stopped.');
  return force.aborted ? 130 : 0;
}

/**
 * Makes the organisations hand over their releases, so that progress exists once the hub is ready, and movement make
 * the demonstration's publications.
 */
async function handReleasesOver(
  { root, data, ports }: Premises,
  { organisations, demonstration, demonstrationFolder }: Wish,
): Promise<void> {
  const endpointOf = (code: string) =>
    endpointWithTokenFrom([data.tokenFileOf(code)], { organisation: code, url: localUrl(ports, code) });
  try {
    const linked = knownOrganisations.filter(({ code }) => organisations.includes(code));
    await Promise.all(linked.map(async ({ code }) => (await endpointOf(code)).exchange()));
    const endpoint = await endpointOf(movement.code);
    await endpoint.makeEstimates();
    if (!demonstration) return;
    const folder = demonstrationFolder
      ? join(demonstrationFolder, movement.code)
      : join(root, 'subgraphs', movement.code, 'demo');
    for (const publication of await pastPublications(folder)) await endpoint.publishDemonstration(publication);
  } catch (error) {
    console.error(`Progress and publications may come some seconds later: ${(error as Error).message}`);
  }
}

function whereToGo({ data, ports }: Premises, wish: Wish, time: string): string {
  const graph = `${localUrl(ports, 'gateway')}/graphql`;
  const endpoints = wish.gateway
    ? [
        `  GraphQL  ${graph}`,
        `  Token    pnpm hub token --as analyst`,
        `  Try      curl -s ${graph} -H 'content-type: application/json' -d '{"query":"{ goals { code title(language: EN) } }"}'`,
      ]
    : wish.organisations.map((code) => `  ${code}  ${localUrl(ports, code)}/graphql`);
  return [
    `\nThe hub is ready after ${time}.\n`,
    ...endpoints,
    wish.demonstration
      ? '  Data     a demonstration: the people in it are made up'
      : '  Data     no demonstration data was loaded by this start',
    `  Kept in  ${data.path} (what each part says: ${data.logOf('<part>')})`,
    '\nCtrl-C stops it.',
  ].join('\n');
}

function secondsSince(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}
