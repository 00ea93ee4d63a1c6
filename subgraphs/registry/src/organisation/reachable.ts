import { lookup } from 'node:dns';
import { isIPv6, type LookupFunction } from 'node:net';
import { badUserInput } from '@hub/protocol';
import { isLinkLocalUrl } from '@hub/runtime';

/** Whether addresses of this machine are taken: in development alone. */
const isLoopbackTaken = () => process.env['NODE_ENV'] === 'development';

/** Refuses an address that points inward: nobody may have the hub ask what only it can reach. @throws GraphQLError */
export function refuseInward(endpoint: string): void {
  if (isInward(new URL(endpoint).hostname)) {
    throw badUserInput(`said.endpoint: expected an address that others can reach, got ${endpoint}.`);
  }
}

/** Finds the addresses of a name as `dns.lookup` does, unless one of them points inward. */
export const lookupOutward: LookupFunction = (host, options, found) => {
  lookup(host, options, (error, address, family) => {
    const addresses: readonly string[] = Array.isArray(address)
      ? address.map((one: { readonly address: string }) => one.address)
      : [address];
    const inward = error ? undefined : addresses.find((one) => isInward(isIPv6(one) ? `[${one}]` : one));
    const refusal = inward === undefined ? error : new Error(`${host} is ${inward}, which points inward`);
    found(refusal, address, family);
  });
};

function isInward(host: string): boolean {
  const isLoopback = /^(localhost\.?|127\..*|\[::1\]|\[::ffff:(127\.|7f).*\])$/.test(host);
  return isLinkLocalUrl(`http://${host}/`) || /^(0\.0\.0\.0|\[::\])$/.test(host) || (isLoopback && !isLoopbackTaken());
}
