import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasPython } from '../../support/python.js';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** A language in which the farmers' clubs are served, and whether this machine has what runs it. */
export interface Language {
  readonly name: string;
  readonly isThere: () => boolean;
  readonly command: readonly [string, ...string[]];
}

export const languages: readonly Language[] = [
  { name: 'plain graphql-js', isThere: () => true, command: [process.execPath, `${fixtures}graphql-js.mjs`] },
  { name: 'Python 3.11', isThere: hasPython, command: ['python3', '-B', `${fixtures}clubs.py`] },
  {
    name: 'Java 17',
    isThere: hasJava,
    command: ['java', '-XX:TieredStopAtLevel=1', `${fixtures}Clubs.java`, fixtures],
  },
];

function hasJava(): boolean {
  try {
    const version = execFileSync('java', ['-XshowSettings:properties', '--version'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return Number(/(\d+)/.exec(version.toString())?.[1]) >= 17;
  } catch {
    return false;
  }
}

/** A system of an organisation's own that runs. */
export interface ForeignSystem {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a system, which prints its port once it listens. */
export async function startForeign({
  command: [program, ...words],
}: Pick<Language, 'command'>): Promise<ForeignSystem> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url: `http://127.0.0.1:${Number(port)}/graphql`,
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
