import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from './caller-address.js';
import { anonymous, type Caller } from './caller.js';

const headers = new WeakMap<Caller, string>();
const headersWithName = new WeakMap<Caller, string>();

/** A key of this run: the network's digest does not lead back to an address, and changes with each start. */
const networkKey = randomBytes(32);

/**
 * The header that describes a caller to subgraphs: JSON in base64url; undefined for an anonymous caller.
 * @param isDeed whether the operation is a mutation: the header then has the caller's name, which subgraphs record.
 * @param from the caller's address: in a mutation of an anonymous caller the header has a digest of its network, so
 *   that subgraphs can count requests of one network.
 */
export function callerHeaderOf(caller: Caller, isDeed = false, from?: string): string | undefined {
  if (isDeed && caller.subject === undefined && from !== undefined)
    return encoded({ ...told(caller), from: hidden(from) });
  if (caller === anonymous) return undefined;
  const known = isDeed ? headersWithName : headers;
  let header = known.get(caller);
  if (header === undefined) {
    header = encoded(isDeed ? { ...told(caller), name: caller.name } : told(caller));
    known.set(caller, header);
  }
  return header;
}

function told({ subject, organisation, app, roles, rights, purposes, key }: Caller): object {
  return { subject, organisation, app, roles, scopes: [...rights.scopes], purposes, key: key?.id };
}

function hidden(address: string): string {
  return createHmac('sha256', networkKey).update(networkOf(address)).digest('base64url').slice(0, 22);
}

function encoded(said: object): string {
  return Buffer.from(JSON.stringify(said)).toString('base64url');
}
