import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../hub/support/hub.js';

/** The operator's pages, whose commands and units the tests run, from the repository's folder. */
export const documentedIn = ['install', 'settings', 'daily-work', 'upgrade-and-backup', 'trouble'].map(
  (page) => `docs/${page}.md`,
);

/** The commands by the name in their block's info string: three backticks, `sh run=NAME`. */
export function documentedCommands(): ReadonlyMap<string, string> {
  return blocksNamed('sh run');
}

/** systemd's units by their files' names: three backticks, `ini unit=NAME`. */
export function documentedUnits(): ReadonlyMap<string, string> {
  return blocksNamed('ini unit');
}

/** Runs a documented command to its end; a command of it that fails ends it. */
export function runDocumented(name: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const script = documentedCommands().get(name);
  if (script === undefined) throw new Error(`Expected a documented command of the name ${name}.`);
  return new Promise((settled) => {
    execFile('sh', ['-e', '-c', script], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      settled({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** The text of these pages. */
export function manual(): string {
  return documentedIn
    .map((page) => readFileSync(fileURLToPath(new URL(`../../../${page}`, import.meta.url)), 'utf8'))
    .join('\n');
}

function blocksNamed(info: string): ReadonlyMap<string, string> {
  const blocks = [...manual().matchAll(new RegExp(`^( *)\`\`\`${info}=(\\S+)\\n([^]*?)^\\1\`\`\`$`, 'gm'))];
  const named = new Map(blocks.map(([, , name = '', body = '']) => [name, body]));
  if (named.size !== blocks.length)
    throw new Error(`Expected a different name for each block of ${info} in ${documentedIn.join(', ')}.`);
  return named;
}
