import { readFile } from 'node:fs/promises';
import {
  type DemoCaller,
  demoCallers,
  demoPersonGrant,
  findDemoCaller,
  terminalClient,
} from '../issuer/demo-callers.js';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { choosePorts, localUrl } from './ports.js';

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
  const issuer = localUrl(choosePorts(values.port, surroundings.environment), 'issuer');
  const { clientSecretFile } = DataFolder.from(values.data, surroundings);
  process.stdout.write(`${await fetchToken(issuer, caller, await readSecret(clientSecretFile))}\n`);
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

/** Asks as the client that the caller is, or, for a person, as the terminal. */
async function fetchToken(issuer: string, { id, kind, scopes }: DemoCaller, secret: string): Promise<string> {
  const [client, body] =
    kind === 'client'
      ? [id, { grant_type: 'client_credentials', scope: scopes.join(' ') }]
      : [terminalClient, { grant_type: demoPersonGrant, person: id }];
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` },
    body: new URLSearchParams(body as Record<string, string>),
  }).catch((error: unknown) => {
    const reason = systemReason((error as Error).cause ?? error);
    throw new Failure(`Cannot reach the issuer at ${issuer} (${reason}). Is the hub running (pnpm start)?`);
  });
  if (response.ok) return ((await response.json()) as { access_token: string }).access_token;
  throw new Failure(`The issuer at ${issuer} gives no token (status ${response.status}): ${await response.text()}`);
}
