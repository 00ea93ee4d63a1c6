import { anonymous, type Caller } from './caller.js';

const headers = new WeakMap<Caller, string>();

/** A caller, as subgraphs are told of it: JSON in base64url; undefined of one of whom nothing is known. */
export function callerHeaderOf(caller: Caller): string | undefined {
  if (caller === anonymous) return undefined;
  let header = headers.get(caller);
  if (header === undefined) {
    const { subject, organisation, app, roles, rights, purposes, key } = caller;
    const told = { subject, organisation, app, roles, scopes: [...rights.scopes], purposes, key: key?.id };
    header = Buffer.from(JSON.stringify(told)).toString('base64url');
    headers.set(caller, header);
  }
  return header;
}
