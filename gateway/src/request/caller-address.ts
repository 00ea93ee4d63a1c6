import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** What of a request says where it comes from. */
type Came = Pick<IncomingMessage, 'socket' | 'headers'>;

/**
 * The address that a request comes from.
 * @param trustedProxies how many proxies in a row stand before the gateway and say in `X-Forwarded-For` whom they
 * answer; what stands there before theirs is whatever a caller wrote.
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
 * Whose an address is: one machine of IPv4, also where it is written as one of IPv6; one network of IPv6 by its first 64
 * bits, of which everybody has as many addresses as they like.
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
