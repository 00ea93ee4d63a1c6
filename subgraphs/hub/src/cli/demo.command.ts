import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultRootPlace, shippedPlaces } from '@hub/runtime';
import { type Command, parseCommand } from './command.js';
import { Failure, UsageError } from './failure.js';
import { joiningCodes, joiningFolder } from './joining-folders.js';
import { chooseSubgraphs } from './organisations.js';

/** Writes the files of a folder without code, which has no generator. */
async function writeJoining(home: string, people: number): Promise<void> {
  const { joiningDemo } = await import('@hub/demo');
  const write = joiningDemo((name) => existsSync(join(home, name)));
  if (!write) throw new Failure(`Expected records in ${home} of which a demonstration is known.`);
  const folder = join(home, 'demo');
  mkdirSync(folder, { recursive: true });
  await write({ placesFolder: fileURLToPath(shippedPlaces), rootPlace: defaultRootPlace, people, folder });
  console.log(`${basename(home)}: written to ${folder}`);
}

/** `hub demo [organisation…]`: writes the demonstration files again, each with its organisation's generator. */
export const demo: Command = async (args, { root, folder }) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { people: { type: 'string', default: '40000' } },
  });
  if (!/^[1-9]\d*$/.test(values.people)) {
    throw new UsageError(`--people: expected a number above 0, got ${JSON.stringify(values.people)}.`);
  }
  const failed: string[] = [];
  const write = async (code: string) => {
    const home = join(root, 'subgraphs', code);
    const generator = spawn(
      process.execPath,
      ['--enable-source-maps', join(home, 'dist', 'main.js'), 'demo', values.people],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const [exitCode] = (await once(generator, 'exit')) as [number | null];
    if (exitCode === 0) console.log(`${code}: written to ${relative(folder, join(home, 'demo')) || '.'}`);
    else failed.push(code);
  };
  const joining = joiningCodes(root);
  const chosen = positionals.filter((code) => !joining.includes(code));
  const others = positionals.length === 0 ? joining : positionals.filter((code) => joining.includes(code));
  const subgraphs = positionals.length > 0 && chosen.length === 0 ? [] : chooseSubgraphs(chosen);
  await Promise.all([
    ...subgraphs.map(({ code }) => write(code)),
    ...others.map((code) => writeJoining(join(joiningFolder(root), code), Number(values.people))),
  ]);
  if (failed.length > 0) throw new Failure(`Not written: ${failed.join(', ')}. What went wrong is above.`);
  console.log('pnpm hub load brings them in. Rows that were loaded before stay; remove the data folder to begin anew.');
  return 0;
};
