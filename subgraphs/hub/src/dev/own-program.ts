import type * as Bundler from 'esbuild';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Home } from '../cli/home.js';
import type { NodePart } from '../cli/part.js';
import { becomesReady } from '../cli/readiness.js';
import { repositoryPart } from './repository-part.js';

/** A statement that the developer's subgraph executed. */
export interface RanStatement {
  readonly statement: string;
  readonly milliseconds: number;
}

interface LogLine {
  readonly level?: number;
  readonly msg?: string;
  readonly statement?: string;
  readonly milliseconds?: number;
  readonly err?: { readonly message?: string };
}

/** Lowest level of log lines to show: warnings. */
const warning = 40;

/** The developer's subgraph, restarted after each change. */
export class OwnProgram {
  #child: ChildProcess | undefined;
  #statements: RanStatement[] = [];
  #ready: PromiseWithResolvers<undefined> = Promise.withResolvers();

  constructor(
    private readonly part: NodePart,
    private readonly tell: (line: string) => void,
  ) {}

  /** Settles when the subgraph accepts requests; during a restart callers wait. */
  get ready(): Promise<undefined> {
    return this.#ready.promise;
  }

  /** Starts the subgraph, or restarts it with another program. @returns whether it is ready. */
  async start({ program, words }: Pick<Home, 'program' | 'words'>, signal: AbortSignal): Promise<boolean> {
    this.#ready = Promise.withResolvers();
    await this.stop();
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...words], {
      env: this.part.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
      this.#read(line);
    });
    createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
      // A stack frame in the kit does not help the developer.
      if (!/^ {4}at .*(subgraphs\/(kit|hub)|node_modules|node:)/.test(line)) this.tell(line);
    });
    const over = new AbortController();
    const ended = once(child, 'exit').then(() => false);
    const up = becomesReady(this.part, 120_000, AbortSignal.any([signal, over.signal])).catch(() => false);
    const isReady = await Promise.race([up, ended]);
    over.abort();
    if (isReady) this.#ready.resolve(undefined);
    return isReady;
  }

  /** The statements since the last call. */
  takeStatements(): readonly RanStatement[] {
    return this.#statements.splice(0);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  }

  #read(line: string): void {
    let said: LogLine;
    try {
      said = JSON.parse(line) as LogLine;
    } catch {
      this.tell(line);
      return;
    }
    const { level = 0, msg = '', statement, milliseconds = 0, err } = said;
    if (statement !== undefined) this.#statements.push({ statement, milliseconds });
    else if (level >= warning) this.tell(`  ${msg}${err?.message === undefined ? '' : `: ${err.message}`}`);
  }
}

/**
 * Builds the developer's program if it needs a build; otherwise returns its source.
 * @returns the program for Node.
 */
export async function builtFrom(home: Home): Promise<Pick<Home, 'program' | 'words'>> {
  const isBuilt = home.program.endsWith(join('dist', 'main.js'));
  if (!isBuilt) return home;
  // esbuild comes with the repository only; an installed hub does not have it.
  const { build } = await repositoryPart<typeof Bundler>('esbuild');
  const program = join(home.folder, '.dev', 'main.js');
  await build({
    entryPoints: [join(home.folder, 'src', 'main.ts')],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    keepNames: true,
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return { program, words: [] };
}
