import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the commands are documented that tests run, from the repository's folder. */
export const documentedIn = 'docs/operations-recovery.part.md';

/** The commands by the name in their block's info string: three backticks, `sh run=NAME`. */
export function documentedCommands(): ReadonlyMap<string, string> {
  const text = readFileSync(fileURLToPath(new URL(`../../../${documentedIn}`, import.meta.url)), 'utf8');
  const blocks = [...text.matchAll(/^```sh run=(\S+)\n([^]*?)^```$/gm)];
  const commands = new Map(blocks.map(([, name = '', script = '']) => [name, script]));
  if (commands.size !== blocks.length)
    throw new Error(`Expected a name of its own for each command in ${documentedIn}.`);
  return commands;
}
