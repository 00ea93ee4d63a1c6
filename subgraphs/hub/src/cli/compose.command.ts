import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, parseCommand } from './command.js';
import { composeFiles } from './compose-files.js';
import { Failure } from './failure.js';

/** `hub compose [--check]`: writes the files with which Compose runs the hub, from the organisations' records. */
export const compose: Command = async (args, { root }) => {
  const { values } = parseCommand({ args: [...args], options: { check: { type: 'boolean' } } });
  const outdated: string[] = [];
  for (const [name, text] of Object.entries(composeFiles())) {
    const path = join(root, name);
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
    outdated.push(name);
    if (!values.check) await writeFile(path, text);
  }
  if (values.check && outdated.length > 0)
    throw new Failure(
      `Expected what the records make of ${outdated.join(' and ')}, got other files: hub compose writes them.`,
    );
  process.stdout.write(outdated.length === 0 ? 'Nothing has changed.\n' : `Wrote ${outdated.join(' and ')}.\n`);
  return 0;
};
