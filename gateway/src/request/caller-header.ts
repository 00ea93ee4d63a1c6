import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from './caller-address.js';
import { anonymous, type Caller } from './caller.js';

const headers = new WeakMap<Caller, string>();
const headersWithName = new WeakMap<Caller, string>();

/** Of this run: a network that is told by it leads to no address, and is another after the next start. */
const networkKey = randomBytes(32);

/**
 * A caller, as subgraphs are told of it: JSON in base64url; undefined of one of whom nothing is known.
 * @param isDeed whether something is to be done: then its name is told, too, for who did it is kept.
 * @param from the address that it comes from: where something is to be done for nobody who is known, subgraphs are told
 * which of these come from one network, so that they can count them.
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
