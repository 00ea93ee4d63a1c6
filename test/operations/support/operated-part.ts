import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { NodePart } from '../../../subgraphs/hub/src/cli/part.js';
import { movedBy } from '../../any-day.mjs';
import { answers, hasEnded } from '../../support/child.js';
import { until } from '../../support/until.js';

/** A line that a part wrote. */
export interface LogLine {
  /** The clock of the test, in milliseconds. */
  readonly at: number;
  /** Pino's numbers: 40 is a warning, 50 an error. A line that is no JSON has 60. */
  readonly level: number;
  readonly msg: string;
  readonly text: string;
}

/** How a part ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a part may take to become ready, and to end when asked to, in milliseconds. */
const patienceMs = 150_000;

/** A part of the hub as an operator runs it: a process that gets signals, and a supervisor that starts it again. */
export class OperatedPart {
  readonly log: LogLine[] = [];
  #child: ChildProcess | undefined;
  #ended: Promise<End> | undefined;

  constructor(
    readonly part: NodePart,
    /** Changes of the environment, which the next start has. */
    readonly environment: NodeJS.ProcessEnv = {},
  ) {}

  get name(): string {
    return this.part.name;
  }

  get url(): string {
    return this.part.url;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`Expected ${this.name} to run.`);
    return pid;
  }

  /** Whether it was started, and has ended. */
  get hasEnded(): boolean {
    return this.#child !== undefined && hasEnded(this.#child);
  }

  /** Starts it. @returns how it ends. */
  launch(): Promise<End> {
    const { program, args, environment } = this.part;
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
      env: { ...movedBy(), PATH: process.env['PATH'], ...environment, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const output of [child.stdout, child.stderr]) {
      createInterface(output).on('line', (text) => this.log.push(logLine(text)));
    }
    this.#ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
    return this.#ended;
  }

  /** Runs its program to its end, with arguments and further variables. @throws Error with its output if it fails. */
  async run(args: readonly string[], more: NodeJS.ProcessEnv): Promise<void> {
    const { program, environment } = this.part;
    const env = { ...movedBy(), PATH: process.env['PATH'], ...environment, ...this.environment, ...more };
    await promisify(execFile)(process.execPath, ['--enable-source-maps', program, ...args], { env });
  }

  /** Starts it, and waits until it is ready. @throws Error with its last output if it ends first. */
  async start(): Promise<void> {
    void this.launch();
    const isReady = async () => {
      if (await answers(`${this.url}/readyz`)) return true;
      if (this.hasEnded) throw new Error(`${this.name} is not ready: ${this.lastLines()}`);
      return false;
    };
    const what = `${this.name} to be ready`;
    await until(isReady, { what, within: patienceMs, every: 50, seen: () => this.lastLines() });
  }

  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends it at once (SIGKILL). */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    child.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end (SIGTERM), and waits for that. */
  async stop(): Promise<End> {
    if (!this.#child || !this.#ended) throw new Error(`Expected ${this.name} to run.`);
    if (hasEnded(this.#child)) return this.#ended;
    this.#child.kill('SIGTERM');
    // One that a failed test left stopped would never end.
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), patienceMs);
    const end = await this.#ended;
    clearTimeout(late);
    return end;
  }

  lastLines(count = 5): string {
    return this.log
      .slice(-count)
      .map(({ text }) => text)
      .join('\n');
  }
}

function logLine(text: string): LogLine {
  const at = Date.now();
  try {
    const { level, msg } = JSON.parse(text) as { readonly level?: number; readonly msg?: string };
    if (typeof level === 'number') return { at, level, msg: msg ?? '', text };
  } catch {
    // No JSON: a stack, or a word of Node's.
  }
  return { at, level: 60, msg: text, text };
}
