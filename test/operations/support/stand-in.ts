import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('ask-the-test.mjs', import.meta.url));

/** The command that a stand-in runs for its caller; none by default. */
export interface Answer {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A command, such as `docker`, that asks the test what to do where documented commands call it. */
export class StandIn {
  readonly #server: Server;

  private constructor(
    /** The folder that callers put first in their PATH. */
    readonly folder: string,
    answer: (args: readonly string[]) => Promise<Answer>,
  ) {
    this.#server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        answer(JSON.parse(text) as string[]).then(
          (answered) => response.end(JSON.stringify(answered)),
          (error: unknown) => {
            response.statusCode = 500;
            response.end(JSON.stringify({ message: (error as Error).message }));
          },
        );
      });
    });
  }

  /**
   * Puts the command into a new folder.
   * @param answer maps the command's arguments to the command to run; if it fails, the stand-in ends with 125.
   */
  static async open(
    name: string,
    folder: string,
    answer: (args: readonly string[]) => Promise<Answer>,
  ): Promise<StandIn> {
    const made = new StandIn(folder, answer);
    made.#server.listen(0, '127.0.0.1');
    await once(made.#server, 'listening');
    const { port } = made.#server.address() as AddressInfo;
    mkdirSync(folder);
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\nCONTROL_URL=http://127.0.0.1:${port} exec ${process.execPath} ${program} "$@"\n`,
    );
    chmodSync(join(folder, name), 0o755);
    return made;
  }

  close(): void {
    this.#server.close();
  }
}
