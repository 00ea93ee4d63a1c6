import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Where a request of the gateway's is never sent, whatever says so: a supergraph, a setting, an issuer's metadata or a
 * name's meaning. Nobody's subgraph is there, but the services are that tell a machine in a cloud its own secrets. Other
 * private addresses are allowed, for they are the organisations' own networks.
 * @see https://www.rfc-editor.org/rfc/rfc3927 and https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6
 */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
// The first by way of NAT64.
linkLocal.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
// What some clouds have at other addresses.
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) linkLocal.addAddress(address, 'ipv4');
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** A name means an address that the gateway sends nothing to. */
export class LinkLocalError extends Error {
  constructor(host: string, address: string) {
    super(`expected no link-local address, got ${address} for ${host}`);
  }
}

/** Whether a URL has such an address for its host; what a name means is not asked. */
export function isLinkLocalUrl(url: string): boolean {
  return isLinkLocal(new URL(url).hostname.replace(/^\[|\]$|\.$/g, ''));
}

/** Finds the addresses of a name for a connection, as `dns.lookup` does, unless one of them is such an address. */
export const lookupElsewhere: LookupFunction = (host, options, found) => {
  lookup(host, options, (error, address, family) => {
    const addresses: readonly string[] = Array.isArray(address)
      ? address.map((one: { readonly address: string }) => one.address)
      : [address];
    const refused = error ? undefined : addresses.find(isLinkLocal);
    found(refused === undefined ? error : new LinkLocalError(host, refused), address, family);
  });
};

function isLinkLocal(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && linkLocal.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
