import type { Surroundings } from './command.js';
import type { OperatorDoor } from './operator-door.js';
import { reachOf, reachOptions, type ReachValues } from './reach.js';
import { doorWithTokenFrom } from './token-file.js';

/** The options of each command that goes to an organisation's operator's door. */
export const doorOptions = reachOptions;

/**
 * Finds an organisation's operator's door: of this machine's hub, unless the user says otherwise; see `reachOf`.
 * @param own whether `--url` and `--token-file` are of this organisation.
 */
export async function doorOf(
  organisation: string,
  values: ReachValues,
  surroundings: Surroundings,
  own = true,
): Promise<OperatorDoor> {
  const { url, tokenFiles, tls } = reachOf(organisation, values, surroundings, own);
  return doorWithTokenFrom(tokenFiles, {
    organisation,
    url,
    tls,
    onWaiting: () => {
      console.error(`${organisation} takes its time: it may be importing a file. Waiting…`);
    },
  });
}
