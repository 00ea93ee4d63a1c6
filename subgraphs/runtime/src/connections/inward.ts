import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { AddressList } from './address-list.js';
import { isLinkLocalUrl } from './link-local.js';

/**
 * IPv4 addresses outside the public internet.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const special = new BlockList();
for (const [network, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const) {
  special.addSubnet(network, bits, 'ipv4');
}

/** The public part of IPv6, and the exceptions in it: embedded IPv4, documentation, protocols. */
const [global, notGlobal] = [new BlockList(), new BlockList()];
global.addSubnet('2000::', 3, 'ipv6');
for (const [network, bits] of [
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const),
] as const) {
  notGlobal.addSubnet(network, bits, 'ipv6');
}

/** Thrown where an address points to the hub's internal networks, to which no user may make the hub send requests. */
export class InwardAddressError extends Error {
  readonly code = 'INWARD_ADDRESS';

  constructor(host: string) {
    super(`expected an address of the public internet, but ${host} points inward`);
  }
}

/**
 * Whether an address points inward: to this machine, to a private network, or to an unassigned range.
 * @param allowed networks that are accepted nevertheless; a cloud's metadata service never is.
 */
export function isInward(address: string, allowed?: AddressList): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const version = isIP(plain);
  if (version === 0 || isLinkLocalUrl(`http://${version === 6 ? `[${plain.replace(/%.*$/, '')}]` : plain}/`))
    return true;
  if (allowed?.has(plain)) return false;
  if (version === 4) return special.check(plain, 'ipv4') || plain === '168.63.129.16';
  return !global.check(plain, 'ipv6') || notGlobal.check(plain, 'ipv6');
}

/**
 * Resolves a name for a connection, like `dns.lookup`, unless one of its addresses points inward: the connection uses
 * the checked address, so that the name cannot change its meaning in between.
 */
export function lookupOutward(allowed?: AddressList): LookupFunction {
  return (host, options, found) => {
    lookup(host, options, (error, address, family) => {
      const addresses: readonly string[] = Array.isArray(address)
        ? address.map((one: { readonly address: string }) => one.address)
        : [address];
      const refused = !error && addresses.some((one) => isInward(one, allowed));
      found(refused ? new InwardAddressError(host) : error, address, family);
    });
  };
}
