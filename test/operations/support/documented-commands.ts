import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the commands and units are documented that tests run, from the repository's folder. */
export const documentedIn = 'docs/operations.md';

/** The commands by the name in their block's info string: three backticks, `sh run=NAME`. */
export function documentedCommands(): ReadonlyMap<string, string> {
  return blocksNamed('sh run');
}

/** systemd's units by their files' names: three backticks, `ini unit=NAME`. */
export function documentedUnits(): ReadonlyMap<string, string> {
  return blocksNamed('ini unit');
}

function blocksNamed(info: string): ReadonlyMap<string, string> {
  const text = readFileSync(fileURLToPath(new URL(`../../../${documentedIn}`, import.meta.url)), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${info}=(\\S+)\\n([^]*?)^\`\`\`$`, 'gm'))];
  const named = new Map(blocks.map(([, name = '', body = '']) => [name, body]));
  if (named.size !== blocks.length)
    throw new Error(`Expected a name of its own for each block of ${info} in ${documentedIn}.`);
  return named;
}
