import type { Surroundings } from './command.js';
import { type DeskEndpoint, deskEndpoint } from './desk-endpoint.js';
import { reachOf, type ReachValues } from './reach.js';
import { tokensOf } from './token-file.js';

/** Finds an organisation's import desk, as `endpointOf` finds its endpoint. */
export async function deskOf(
  organisation: string,
  values: ReachValues,
  surroundings: Surroundings,
  own = true,
): Promise<DeskEndpoint> {
  const { url, tokenFiles, tls } = reachOf(organisation, values, surroundings, own);
  const onWaiting = () => {
    console.error(`${organisation} takes its time: it may be importing a file. Waiting…`);
  };
  return deskEndpoint({ organisation, url, tls, onWaiting, tokens: await tokensOf(tokenFiles, organisation) });
}
