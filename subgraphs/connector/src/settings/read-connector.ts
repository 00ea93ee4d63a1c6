import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readYaml } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { type ConnectorSettings, connectorSettings } from './connector-settings.js';

/** A connector's folder with its settings. */
export interface Connector {
  /** An absolute path. */
  readonly folder: string;
  readonly settings: ConnectorSettings;
  /** Gives the position of a setting, for the start of a problem: `<file>:<line>`. */
  readonly at: (path: readonly PropertyKey[]) => string;
}

/**
 * Reads `connector.yaml` of a folder.
 * @throws StartFailure that lists every fault, each with file, line and the expected value.
 */
export function readConnector(path: string): Connector {
  const folder = resolve(path);
  const file = join(folder, 'connector.yaml');
  const { value, at, problems } = readYaml(connectorSettings, textOf(file), shown(file));
  if (problems) throw new StartFailure(`Expected a connector in ${folder}:\n${problems.join('\n')}`, 2);
  return { folder, settings: value, at };
}

/** A file's name in messages: relative to the user's folder. */
export function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartFailure(`Expected a file at ${file}: ${(error as Error).message}`, 2);
  }
}
