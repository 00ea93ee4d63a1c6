import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { conformKeyOf, publicFileOf, subgraphs } from '@hub/runtime';
import { takeFolder } from '@hub/kit/service';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { UsageError } from './failure.js';
import { programOf } from './program-of.js';
import { localUrl, type Ports } from './ports.js';

/** The source of an organisation's subgraph, and how to start it. */
export interface Home {
  readonly code: string;
  readonly folder: string;
  /** Whether it has records in YAML alone, without code. */
  readonly isYaml: boolean;
  /** The program that Node runs, and the words before its arguments. */
  readonly program: string;
  readonly words: readonly string[];
}

/** Default port of a folder's subgraph; its database has the next one. */
const usualPort = 4010;

/**
 * Resolves an argument `<organisation | FOLDER>`: an organisation of this hub, or a folder with an
 * `organisation.yaml`, whose organisation this program then knows.
 * @throws UsageError if it is neither.
 */
export function homeOf(argument: string, surroundings: Surroundings): Home {
  const { root, folder: here } = surroundings;
  const known = subgraphs.find(({ code }) => code === argument);
  if (known) return homeIn(join(root, 'subgraphs', known.code), known.code, root);
  const folder = resolve(here, argument);
  if (existsSync(join(folder, 'organisation.yaml'))) return homeIn(folder, takeFolder(folder).code, root);
  const codes = subgraphs.map(({ code }) => code).join(', ');
  throw new UsageError(
    `Expected an organisation (one of ${codes}) or a folder with organisation.yaml, got ${JSON.stringify(argument)}.`,
  );
}

/** The folders that this command's arguments named, by the codes of their organisations. */
const named = new Map<string, Home>();

/**
 * The code of the organisation that an argument names. A folder's organisation is reached at the folder's address,
 * unless an option says otherwise.
 */
export function codeOf(argument: string, surroundings: Surroundings): string {
  const home = homeOf(argument, surroundings);
  if (!subgraphs.some(({ code }) => code === argument)) named.set(home.code, home);
  return home.code;
}

/** The local address and token file of a named folder's subgraph; undefined for any other. */
export function reachOfFolder(
  code: string,
  port: string | undefined,
): { readonly url: string; readonly tokenFiles: string[] } | undefined {
  const home = named.get(code);
  if (!home) return undefined;
  return {
    url: localUrl(portsOf(home, port ?? dataIn(home).notedPort), code),
    tokenFiles: dataIn(home).tokenFilesOf(code),
  };
}

/**
 * The public keys whose requests a named folder of a connector answers: of its gateway, and of `hub conform`. Undefined
 * for any other organisation.
 */
export function askersKeysOf(code: string): string[] | undefined {
  const home = named.get(code);
  const gateway = home && join(home.folder, 'secrets', 'gateway.pub');
  if (!home || gateway === undefined || !existsSync(gateway)) return undefined;
  return [gateway, publicFileOf(conformKeyOf(home.folder))].filter((file) => existsSync(file));
}

function homeIn(folder: string, code: string, root: string): Home {
  const { program, args: words } = programOf(folder, root);
  return { code, folder, isYaml: words.length > 0, program, words };
}

/** The data folder of a folder's subgraph on a laptop. */
export function dataIn({ folder }: Pick<Home, 'folder'>): DataFolder {
  return new DataFolder(join(folder, '.data'));
}

/** The ports of a folder's subgraph and of its PostgreSQL, by their names. */
export function portsOf({ code, folder }: Home, chosen: string | undefined): Ports {
  const port = chosen === undefined ? (takeFolder(folder).port ?? usualPort) : Number(chosen);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new UsageError(`--port: expected a port from 1 to 65534, got ${JSON.stringify(chosen)}.`);
  return new Map([
    [code, port],
    ['postgres', port + 1],
  ]);
}
