import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from './failure.js';
import type { Home } from './home.js';

const run = promisify(execFile);

/**
 * Runs an organisation's program to print its schema; no database is opened.
 * @throws Failure with the program's error.
 */
export async function schemaOf({ program, words }: Pick<Home, 'program' | 'words'>): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [program, ...words, 'sdl'], {
      env: { ...process.env, NODE_ENV: 'development' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    throw new Failure(stderr?.trim() || message);
  }
}
