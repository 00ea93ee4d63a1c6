import { readFile } from 'node:fs/promises';
import { type DemoCaller, demoCallers, fetchToken, findDemoCaller } from '@hub/issuer';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { localUrl, portsOfRunning } from './ports.js';

/** `hub token --as ROLE [--organisation CODE]`: prints a token of the running hub's development issuer. */
export const token: Command = async (args, surroundings) => {
  const { values } = parseCommand({
    args: [...args],
    options: {
      as: { type: 'string' },
      organisation: { type: 'string' },
      port: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const caller = chooseCaller(values.as, values.organisation);
  const issuer = localUrl(portsOfRunning(values, surroundings), 'issuer');
  const { clientSecretFile } = DataFolder.from(values.data, surroundings);
  const secret = await readSecret(clientSecretFile);
  const given = await fetchToken(issuer, caller, secret).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw new Failure(`At ${issuer} ${(error as Error).message}`);
    throw new Failure(
      `Cannot reach the issuer at ${issuer} (${systemReason(error.cause)}). Is the hub running (pnpm start)?`,
    );
  });
  process.stdout.write(`${given}\n`);
  return 0;
};

function chooseCaller(role: string | undefined, organisation: string | undefined): DemoCaller {
  const caller = role === undefined ? undefined : findDemoCaller(role, organisation);
  if (caller) return caller;
  const roles = Map.groupBy(demoCallers, (one) => one.role);
  const known = [...roles].map(([name, [one]]) => (one?.organisation ? `${name} --organisation CODE` : name));
  const codes = new Set(demoCallers.flatMap((one) => one.organisation ?? []));
  const got = [role ?? 'nothing', ...(organisation === undefined ? [] : [`--organisation ${organisation}`])].join(' ');
  throw new UsageError(`--as: expected one of ${known.join(', ')} (${[...codes].join(', ')}), got ${got}.`);
}

async function readSecret(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new Failure(
      `Cannot read the issuer's secret in ${file}: ${systemReason(error)}. The first pnpm start makes it.`,
    );
  }
}
