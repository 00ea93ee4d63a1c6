import { isIP, type LookupFunction } from 'node:net';
import { AddressList } from './address-list.js';
import { isInward, lookupOutward } from './inward.js';

/**
 * The private networks in which subgraphs, issuers and organisations' systems may be: this machine, and what RFC 1918, 4193
 * and 6598 leave to organisations. Everything else that points inward is refused by the one rule of `isInward`.
 */
export const organisationNetworks: readonly string[] = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['::1', 'fc00::/7'],
];

const allowed = new AddressList(organisationNetworks);

/** Whether a URL's host is an address that points inward and is in no network of organisations; names are not looked up. */
export function isInwardUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  return isIP(host) !== 0 && isInward(host, allowed);
}

/** Finds the addresses of a name for a connection, as `dns.lookup` does, unless `isInwardUrl` is true of one of them. */
export const lookupElsewhere: LookupFunction = lookupOutward(allowed);
