import { execFile } from 'node:child_process';
import type { Outcome } from '../../hub/support/hub.js';

/** A block of a page, and what it is for. */
export interface PageBlock {
  /** A command that runs to its end, one that goes on, what one prints, a file, or a query. */
  readonly kind: 'run' | 'serve' | 'output' | 'file' | 'ask';
  readonly name: string;
  readonly body: string;
}

/** The blocks of a page that say what they are for: three backticks, a language, and `kind=NAME`. */
export function blocksOf(page: string): readonly PageBlock[] {
  const found = page.matchAll(/^( *)```\w+ (run|serve|output|file|ask)=(\S+)\n([^]*?)^\1```$/gm);
  return [...found].map(([, indentation = '', kind, name = '', body = '']) => ({
    kind: kind as PageBlock['kind'],
    name,
    body: body.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
  }));
}

/** Runs a block's commands to their end; one that fails ends them. */
export function runBlock({ body }: PageBlock, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return new Promise((settled) => {
    execFile('sh', ['-e', '-c', body], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      settled({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
