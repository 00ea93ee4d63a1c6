import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('ask-the-test.mjs', import.meta.url));

/** What a command that stands in for another is to run; nothing unless it says so. */
export interface Answer {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A command, such as `docker`, that asks the test what to do where documented commands call it. */
export class StandIn {
  readonly #server: Server;

  private constructor(
    /** What is to come first in the PATH of those who call it. */
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
   * Puts a command into a folder of its own.
   * @param answer says what it does with its arguments; where it fails, the command ends with 125.
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
