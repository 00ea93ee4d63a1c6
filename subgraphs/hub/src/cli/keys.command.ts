import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { UsageError } from './failure.js';
import { chooseSubgraphs } from './organisations.js';

/** `hub keys create [organisation…]`: makes the missing secrets of the hub on this machine. */
export const keys: Command = (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const [action, ...organisations] = positionals;
  if (action !== 'create') throw new UsageError(`Expected create, got ${action ?? 'nothing'}.`);
  const data = DataFolder.from(values.data, surroundings);
  const release = data.claim();
  try {
    const made = data.createSecrets(chooseSubgraphs(organisations).map(({ code }) => code));
    console.log(made.length === 0 ? 'Every key and token is there.' : made.map((file) => `Made ${file}`).join('\n'));
    return Promise.resolve(0);
  } finally {
    release();
  }
};
