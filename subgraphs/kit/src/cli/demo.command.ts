import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, relative } from 'node:path';
import { type Command, parseCommand } from './command.js';
import { Failure, UsageError } from './failure.js';
import { chooseSubgraphs } from './organisations.js';

/** `hub demo [organisation…]`: writes the demonstration files anew, each by the organisation's own generator. */
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
  await Promise.all(chooseSubgraphs(positionals).map(({ code }) => write(code)));
  if (failed.length > 0) throw new Failure(`Not written: ${failed.join(', ')}. What went wrong is above.`);
  console.log('pnpm hub load brings them in. Rows that were loaded before stay; remove the data folder to begin anew.');
  return 0;
};
