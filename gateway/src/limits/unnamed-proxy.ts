import type { IncomingMessage, Server } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';

/** Addresses of this machine and of private networks, where a proxy of the operator's stands. */
const near = new BlockList();
for (const [address, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  near.addSubnet(address, bits);
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/**
 * Logs, once, that a proxy seems to stand before a gateway which was not told how many do: a request comes from a near
 * address and has `X-Forwarded-For`. The header is not believed, for any caller can write it; so all who ask through the
 * proxy count as one address, and share its limits, until `TRUSTED_PROXIES` says how many there are.
 */
export function warnOfUnnamedProxy(server: Server, log: Pick<FastifyBaseLogger, 'warn'>): void {
  const look = ({ headers, socket: { remoteAddress = '' } }: IncomingMessage) => {
    if (headers['x-forwarded-for'] === undefined || !isNear(remoteAddress)) return;
    server.off('request', look).off('upgrade', look);
    log.warn(
      { address: remoteAddress },
      'a proxy seems to stand before the gateway: all who ask through it count as one address until TRUSTED_PROXIES says how many there are (0: none)',
    );
  };
  server.on('request', look).on('upgrade', look);
}

function isNear(address: string): boolean {
  return address !== '' && near.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
