import type { IncomingMessage, Server } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';

/** Addresses of this machine and of private networks, where the operator's proxies are. */
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
 * Logs, once, that there seems to be a proxy although `TRUSTED_PROXIES` is 0: a request comes from a near address and
 * has `X-Forwarded-For`. The header is not trusted, since any caller can write it; so all callers behind the proxy
 * count as one address, and share its limits, until `TRUSTED_PROXIES` is set.
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
