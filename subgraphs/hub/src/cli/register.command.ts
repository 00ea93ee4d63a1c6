import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { movement } from '@hub/protocol';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { findSubgraph } from './organisations.js';

/** The options of `hub register`. */
export const registerOptions = {
  publication: { type: 'string' },
  organisation: { type: 'string' },
  ...endpointOptions,
} as const;

/**
 * `hub register rebuild`: makes movement rebuild its register's cells from the stored releases. `hub register export
 * FILE`: writes movement's stored releases to a new file; or a publication with its releases, for `hub verify`; or
 * one organisation's, for `hub release --adopt-register`; `-` is standard output.
 */
export const register: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: registerOptions });
  const [what, file, ...more] = positionals;
  const isExport = what === 'export' && file !== undefined && more.length === 0;
  const { publication, organisation } = values;
  const isRebuild = what === 'rebuild' && [file, publication, organisation].every((one) => one === undefined);
  if (!isExport && !isRebuild) {
    throw new UsageError(`Expected rebuild, or export FILE, got ${positionals.join(' ') || 'nothing'}.`);
  }
  const endpoint = await endpointOf(movement.code, values, surroundings);
  if (isRebuild) {
    const { releases, cells, differed } = await endpoint.rebuildRegister();
    console.log(
      `The register was made anew from ${releases} releases: ${cells} cells, of which ${differed} rows were otherwise before.`,
    );
    return 0;
  }
  const bundle = await endpoint.registerBundle({
    publication,
    organisation: organisation && findSubgraph(organisation).code,
  });
  if (file === '-') {
    await pipeline(Readable.from([bundle]), process.stdout, { end: false });
    return 0;
  }
  const path = resolve(surroundings.folder, file ?? '');
  try {
    writeFileSync(path, bundle, { flag: 'wx' });
  } catch (error) {
    throw new Failure(`Cannot write ${path}: ${systemReason(error)}. Expected a file that is not there yet.`);
  }
  console.log(`${path}: ${Buffer.byteLength(bundle)} bytes. Verify it with hub verify.`);
  return 0;
};
