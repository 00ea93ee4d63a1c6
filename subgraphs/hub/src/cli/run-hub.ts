import { agreements } from './agreements.command.js';
import { archive } from './archive.command.js';
import { audit } from './audit.command.js';
import { check } from './check.command.js';
import type { Command } from './command.js';
import { compose } from './compose.command.js';
import { connector } from './connector.command.js';
import { conform } from './conform.command.js';
import { dev } from './dev.command.js';
import { demo } from './demo.command.js';
import { Failure, UsageError } from './failure.js';
import { importFile } from './import.command.js';
import { imports } from './imports.command.js';
import { key } from './key.command.js';
import { keys } from './keys.command.js';
import { join, publish } from './join.command.js';
import { load } from './load.command.js';
import { mcp } from './mcp.command.js';
import { migrate } from './migrate.command.js';
import { newOrganisation } from './new.command.js';
import { organisation } from './organisation.command.js';
import { outlook } from './outlook.command.js';
import { state } from './state.command.js';
import { periodKey } from './period-key.command.js';
import { pseudonyms } from './pseudonyms.command.js';
import { receipts } from './receipts.command.js';
import { register } from './register.command.js';
import { release } from './release.command.js';
import { serve } from './serve.command.js';
import { secrets } from './secrets.command.js';
import { start } from './start.command.js';
import { subject } from './subject.command.js';
import { token } from './token.command.js';
import { usageOf } from './usage.js';
import { verify } from './verify.command.js';
import { tellableError } from '@hub/kit/service';
import { reportFailure } from '@hub/runtime';

const commands = new Map<string, Command>(
  Object.entries({
    ...{ start, token, import: importFile, imports, load, release, register, verify, subject, demo },
    ...{ new: newOrganisation, dev, serve, connector, migrate },
    ...{ organisation, join, publish, state },
    ...{ archive, conform, mcp, outlook },
    ...{ audit, receipts, agreements, check, key, keys, secrets, compose, pseudonyms, 'period-key': periodKey },
  }),
);

/** Runs the command that the arguments name; gives the exit code. */
async function perform([name, ...args]: readonly string[], root: string): Promise<number> {
  if (name === undefined || [name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(usageOf([name ?? '', ...args]));
    return 0;
  }
  const command = commands.get(name);
  if (!command) throw new UsageError(`Expected ${[...commands.keys()].join(', ')}, got ${JSON.stringify(name)}.`);
  return command(args, {
    root,
    folder: folderOfUser(process.env) ?? process.cwd(),
    environment: process.env,
  });
}

/** pnpm runs its scripts in the repository's folder, and says where the user stood. */
function folderOfUser({ npm_lifecycle_event: script, INIT_CWD: folder }: NodeJS.ProcessEnv): string | undefined {
  return script === 'hub' || script === 'start' ? folder : undefined;
}

/**
 * The `hub` command: runs the command of the arguments, and sets the exit status.
 * @param root the repository's folder.
 */
export async function runHub(root: string): Promise<void> {
  try {
    process.exitCode = await perform(process.argv.slice(2), root);
  } catch (error) {
    if (error instanceof Failure) {
      console.error(error.message);
      if (error instanceof UsageError) console.error('See hub --help.');
      process.exitCode = error.exitCode;
    } else {
      reportFailure(`hub ${process.argv[2] ?? ''}`.trim(), error, process.env, tellableError);
    }
  }
}
