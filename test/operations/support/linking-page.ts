import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { untilWith } from '../../support/child.js';
import type { Outcome } from '../../hub/support/hub.js';

/** A block of a page, and its purpose. */
export interface PageBlock {
  /** A command that runs to its end, one that goes on, what one prints, a file, or a query. */
  readonly kind: 'run' | 'serve' | 'output' | 'file' | 'ask';
  readonly name: string;
  readonly body: string;
}

/** A command that goes on. */
export interface ServedBlock {
  untilItSays(text: string): Promise<void>;
  /** Ends it as Ctrl-C does in a terminal. */
  stop(): Promise<void>;
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

/** A section of a page, from its heading to the next. @throws Error where there is none. */
export function sectionOf(page: string, heading: string): string {
  const [, text] = new RegExp(`^## ${heading}\\n([^]*?)(?=^## |(?![^]))`, 'm').exec(page) ?? [];
  if (text === undefined) throw new Error(`Expected a section ${heading}.`);
  return text;
}

/** Runs a block's commands to their end; one that fails ends them. */
export function runBlock({ body }: PageBlock, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return new Promise((settled) => {
    execFile('sh', ['-e', '-c', body], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      settled({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** Starts a block's command, which goes on until it is stopped. */
export function serveBlock({ body }: PageBlock, cwd: string, env: NodeJS.ProcessEnv): ServedBlock {
  // A separate process group, as in a terminal.
  const child: ChildProcess = spawn('sh', ['-e', '-c', body], {
    ...{ cwd, env, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const ended = once(child, 'close');
  return {
    untilItSays: (text) =>
      untilWith(
        child,
        () => said.includes(text),
        () => `It was to say ${JSON.stringify(text)}:\n${said}`,
      ),
    stop: async () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGINT');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
      await ended;
    },
  };
}
