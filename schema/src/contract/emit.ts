import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gatewayItself, subgraphs } from '../participants.js';

const run = promisify(execFile);

/** A subgraph's schema as its program prints it: by code. */
export type EmittedSchemas = ReadonlyMap<string, string>;

/** Has every subgraph's built program print its schema, and the gateway's its own; no database is opened. */
export async function emitSchemas(): Promise<EmittedSchemas> {
  const emitted = await Promise.all(
    [...subgraphs, gatewayItself].map(async ({ code }) => {
      const folder = code === gatewayItself.code ? code : `subgraphs/${code}`;
      const program = fileURLToPath(new URL(`../../${folder}/dist/main.js`, import.meta.url));
      const { stdout } = await run(process.execPath, [program, 'sdl'], { maxBuffer: 64 * 1024 * 1024 });
      return [code, stdout] as const;
    }),
  );
  return new Map(emitted);
}
