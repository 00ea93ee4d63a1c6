import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** The parts of a request that give its address. */
type Came = Pick<IncomingMessage, 'socket' | 'headers'>;

/**
 * The address that a request comes from.
 * @param trustedProxies the number of proxies before the gateway, each of which appends its peer to `X-Forwarded-For`.
 *   Earlier entries come from the caller and are not trusted.
 */
export function wholeAddress({ socket, headers }: Came, trustedProxies: number): string {
  if (trustedProxies === 0) return socket.remoteAddress ?? '';
  const forwarded = [headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((one) => one.trim());
  return forwarded.at(-trustedProxies) || (socket.remoteAddress ?? '');
}

/**
 * The network of an address, under which requests are counted: one machine for IPv4, also in IPv6 notation; the first
 * 64 bits for IPv6, since one machine can use any address within them.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, 64);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [start = '', end] = address.replace(/%.*$/, '').split('::');
  const first = start.split(':').filter(Boolean);
  const last = end?.split(':').filter(Boolean) ?? [];
  const groups = [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
