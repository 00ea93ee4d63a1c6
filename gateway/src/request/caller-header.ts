import { anonymous, type Caller } from './caller.js';

const headers = new WeakMap<Caller, string>();
const headersWithName = new WeakMap<Caller, string>();

/**
 * A caller, as subgraphs are told of it: JSON in base64url; undefined of one of whom nothing is known.
 * @param isDeed whether something is to be done: then its name is told, too, for who did it is kept.
 */
export function callerHeaderOf(caller: Caller, isDeed = false): string | undefined {
  if (caller === anonymous) return undefined;
  const known = isDeed ? headersWithName : headers;
  let header = known.get(caller);
  if (header === undefined) {
    const { subject, name, organisation, app, roles, rights, purposes, key } = caller;
    const told = { subject, organisation, app, roles, scopes: [...rights.scopes], purposes, key: key?.id };
    header = Buffer.from(JSON.stringify(isDeed ? { ...told, name } : told)).toString('base64url');
    known.set(caller, header);
  }
  return header;
}
