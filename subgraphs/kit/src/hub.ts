import { fileURLToPath } from 'node:url';
import { agreements } from './cli/agreements.command.js';
import { audit } from './cli/audit.command.js';
import type { Command } from './cli/command.js';
import { demo } from './cli/demo.command.js';
import { Failure, UsageError } from './cli/failure.js';
import { importFile } from './cli/import.command.js';
import { key } from './cli/key.command.js';
import { keys } from './cli/keys.command.js';
import { load } from './cli/load.command.js';
import { periodKey } from './cli/period-key.command.js';
import { pseudonyms } from './cli/pseudonyms.command.js';
import { receipts } from './cli/receipts.command.js';
import { register } from './cli/register.command.js';
import { release } from './cli/release.command.js';
import { secrets } from './cli/secrets.command.js';
import { start } from './cli/start.command.js';
import { subject } from './cli/subject.command.js';
import { token } from './cli/token.command.js';
import { usageOf } from './cli/usage.js';
import { verify } from './cli/verify.command.js';
import { reportFailure } from './start-failure.js';

const commands = new Map<string, Command>(
  Object.entries({
    ...{ start, token, import: importFile, load, release, register, verify, subject, demo },
    ...{ audit, receipts, agreements, key, keys, secrets, pseudonyms, 'period-key': periodKey },
  }),
);

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || [name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(usageOf([name ?? '', ...args]));
    return 0;
  }
  const command = commands.get(name);
  if (!command) throw new UsageError(`Expected ${[...commands.keys()].join(', ')}, got ${JSON.stringify(name)}.`);
  return command(args, {
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    folder: folderOfUser(process.env) ?? process.cwd(),
    environment: process.env,
  });
}

/** pnpm runs its scripts in the repository's folder, and says where the user stood. */
function folderOfUser({ npm_lifecycle_event: script, INIT_CWD: folder }: NodeJS.ProcessEnv): string | undefined {
  return script === 'hub' || script === 'start' ? folder : undefined;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Failure) {
    console.error(error.message);
    if (error instanceof UsageError) console.error('See hub --help.');
    process.exitCode = error.exitCode;
  } else {
    reportFailure(`hub ${process.argv[2] ?? ''}`.trim(), error, process.env);
  }
}
