import { isInwardUrl } from '@hub/runtime';
import type { Subgraph } from '../connection/subgraph.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { trustName } from '../trust/open-signer.js';
import type { HubEnginesOptions } from './hub-engine-options.js';

/**
 * Gives the present URL and trust of a subgraph, and logs them.
 * @param urls the supergraph's own, by the subgraph's name.
 * @returns a function that throws SupergraphError if the subgraph has no valid URL.
 */
export function reachedNow(
  urls: ReadonlyMap<string, string>,
  { subgraphUrl, subgraphTrust, log }: Pick<HubEnginesOptions, 'subgraphUrl' | 'subgraphTrust' | 'log'>,
): (name: string) => Subgraph {
  return (name) => {
    const subgraph = { name, url: subgraphUrl(name) ?? urls.get(name) ?? '' };
    const trust = subgraphTrust?.(name) ?? 'unsigned';
    // A refused subgraph needs no URL.
    const now = trust === 'refused' ? subgraph : reached(subgraph);
    log.info({ subgraph: name, url: now.url, trust: trustName(trust) }, 'subgraph');
    if (trust === 'refused') log.error({ subgraph: name }, 'the subgraph has no public key here and is not asked');
    return now;
  };
}

/** @throws SupergraphError */
function reached(subgraph: Subgraph): Subgraph {
  const { name, url } = subgraph;
  if (!URL.canParse(url)) {
    throw new SupergraphError(`expected a URL of the subgraph ${name}, got ${JSON.stringify(url)}`);
  }
  if (isInwardUrl(url))
    throw new SupergraphError(`expected no address that points inward of the subgraph ${name}, got ${url}`);
  return { name, url: withoutCredentials(url) };
}

/** A name and password in a URL are not sent, and would appear in logs. */
function withoutCredentials(text: string): string {
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
}
