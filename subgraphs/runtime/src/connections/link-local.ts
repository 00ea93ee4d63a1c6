import { BlockList, isIP } from 'node:net';

/**
 * Addresses to which no part sends a request, even in the operator's networks: services there give a cloud machine its
 * secrets.
 * @see https://www.rfc-editor.org/rfc/rfc3927 and https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6
 */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
// The first network through NAT64.
linkLocal.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
// The addresses of some clouds' metadata services.
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) linkLocal.addAddress(address, 'ipv4');
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** Whether a URL has such an address as its host; names are not resolved. */
export function isLinkLocalUrl(url: string): boolean {
  return isLinkLocal(new URL(url).hostname.replace(/^\[|\]$|\.$/g, ''));
}

function isLinkLocal(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && linkLocal.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
