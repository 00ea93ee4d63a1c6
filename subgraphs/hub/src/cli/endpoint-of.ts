import type { Surroundings } from './command.js';
import type { OperatorEndpoint } from './operator-endpoint.js';
import { reachOf, reachOptions, type ReachValues } from './reach.js';
import { endpointWithTokenFrom } from './token-file.js';

/** The options of commands that send requests to an organisation's operator's endpoint. */
export const endpointOptions = reachOptions;

/**
 * Finds an organisation's operator's endpoint, by default in this machine's hub; see `reachOf`.
 * @param own whether `--url` and `--token-file` apply to this organisation.
 */
export async function endpointOf(
  organisation: string,
  values: ReachValues,
  surroundings: Surroundings,
  own = true,
): Promise<OperatorEndpoint> {
  const { url, tokenFiles, tls } = reachOf(organisation, values, surroundings, own);
  return endpointWithTokenFrom(tokenFiles, {
    organisation,
    url,
    tls,
    onWaiting: () => {
      console.error(`${organisation} takes its time: it may be importing a file. Waiting…`);
    },
  });
}
