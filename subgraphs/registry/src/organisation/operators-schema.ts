import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { maxSchemaBytes, readCandidate } from '@hub/protocol';
import { shippedContract } from '@hub/schema';

/** A schema, or why its file cannot be used; neither where there is no file. */
export interface OperatorsSchema {
  readonly sdl?: string;
  readonly problem?: string;
}

/**
 * Reads the schema of an organisation that is a folder of the operator's: `schema.graphql` in it, or the one of the
 * contract.
 * @param known the one that was read last: it is parsed once.
 */
export function operatorsSchema(folder: string, code: string, known?: string): OperatorsSchema {
  const files = [join(folder, 'schema.graphql'), new URL(`subgraphs/${code}.graphql`, shippedContract)];
  const file = files.find((one) => existsSync(one));
  if (file === undefined) return {};
  const { size } = statSync(file);
  if (size > maxSchemaBytes)
    return { problem: `${String(file)}: expected at most ${maxSchemaBytes} bytes, got ${size}` };
  const sdl = readFileSync(file, 'utf8');
  if (sdl === known) return { sdl };
  const read = readCandidate(sdl);
  if ('document' in read) return { sdl };
  const { line, message } = read.fault;
  return { problem: `${String(file)}${line === undefined ? '' : `:${line}`}: ${message}` };
}
