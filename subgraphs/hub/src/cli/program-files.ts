import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.js';

/** The hub's programs: path of each build in the repository, and module name in an installation. */
const programs = {
  gateway: { built: 'gateway/dist/main.js', installed: '@hub/gateway/program' },
  issuer: { built: 'subgraphs/issuer/dist/issuer.js', installed: '@hub/issuer/program' },
  connector: { built: 'subgraphs/connector/dist/connector.js', installed: '@hub/connector/program' },
  /** For organisations without code. */
  folder: { built: 'subgraphs/hub/dist/folder.js', installed: '@hub/hub/folder' },
} as const;

/**
 * File of one of the hub's programs.
 * @param root the repository's folder; without one, the working folder.
 * @throws Failure naming the package that is not installed.
 */
export function programFile(root: string, name: keyof typeof programs): string {
  const { built, installed } = programs[name];
  const inRepository = join(root, built);
  if (existsSync(inRepository)) return inRepository;
  const [scope = '', own = ''] = installed.split('/');
  try {
    return fileURLToPath(import.meta.resolve(installed));
  } catch {
    throw new Failure(`Expected the package ${scope}/${own}, or the repository's ${built}: neither is there.`);
  }
}
