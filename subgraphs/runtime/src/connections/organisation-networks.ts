import { isIP, type LookupFunction } from 'node:net';
import { AddressList } from './address-list.js';
import { isInward, lookupOutward } from './inward.js';

/**
 * The private networks where subgraphs, issuers and organisations' systems may be: this machine, and the networks of
 * RFC 1918, 4193 and 6598. `isInward` refuses all other inward addresses.
 */
export const organisationNetworks: readonly string[] = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['::1', 'fc00::/7'],
];

const allowed = new AddressList(organisationNetworks);

/** Whether a URL's host is an inward address outside organisations' networks; names are not resolved. */
export function isInwardUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  return isIP(host) !== 0 && isInward(host, allowed);
}

/** Resolves a name for a connection, like `dns.lookup`, unless `isInwardUrl` is true for one of its addresses. */
export const lookupElsewhere: LookupFunction = lookupOutward(allowed);
