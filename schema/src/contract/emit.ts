import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gatewayItself } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';

const run = promisify(execFile);

/** A subgraph's schema as its program prints it: by code. */
export type EmittedSchemas = ReadonlyMap<string, string>;

/** Has the gateway's built program print the schema that clients of a supergraph see. */
export async function emitApi(supergraph: string): Promise<string> {
  const program = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
  const printing = run(process.execPath, [program, 'api'], { maxBuffer: 64 * 1024 * 1024 });
  printing.child.stdin?.end(supergraph);
  return (await printing).stdout;
}

/** Has every subgraph's built program print its schema, and the gateway's its own; no database is opened. */
export async function emitSchemas(): Promise<EmittedSchemas> {
  const emitted = await Promise.all(
    [...subgraphs, gatewayItself].map(async ({ code }) => {
      const folder = code === gatewayItself.code ? code : `subgraphs/${code}`;
      const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
      const own = at(`${folder}/dist/main.js`);
      // An organisation without code is run by the program of all such folders.
      const program = existsSync(own) ? [own] : [at('subgraphs/hub/dist/folder.js'), at(folder)];
      const { stdout } = await run(process.execPath, [...program, 'sdl'], { maxBuffer: 64 * 1024 * 1024 });
      return [code, stdout] as const;
    }),
  );
  return new Map(emitted);
}
