import { resolve } from 'node:path';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { UsageError } from './failure.js';
import type { OperatorDoor } from './operator-door.js';
import { choosePorts, localUrl } from './ports.js';
import { doorWithTokenFrom } from './token-file.js';

/** The options of each command that goes to one organisation's operator's door. */
export const doorOptions = {
  'token-file': { type: 'string' },
  url: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
} as const;

type DoorValues = { readonly [Name in keyof typeof doorOptions]?: string | undefined };

/** Finds an organisation's operator's door: of this machine's hub, unless the user says otherwise. */
export async function doorOf(
  organisation: string,
  { 'token-file': tokenFile, url, port, data }: DoorValues,
  surroundings: Surroundings,
): Promise<OperatorDoor> {
  if (url !== undefined && !URL.canParse(url)) {
    throw new UsageError(`--url: expected a URL, as http://127.0.0.1:4002, got ${JSON.stringify(url)}.`);
  }
  const token =
    tokenFile === undefined
      ? DataFolder.from(data, surroundings).tokenFileOf(organisation)
      : resolve(surroundings.folder, tokenFile);
  return doorWithTokenFrom(token, {
    organisation,
    url: url ?? localUrl(choosePorts(port, surroundings.environment), organisation),
    onWaiting: () => {
      console.error(`${organisation} takes its time: it may be importing a file. Waiting…`);
    },
  });
}
