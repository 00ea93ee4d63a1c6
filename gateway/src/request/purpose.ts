import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.js';

/**
 * The purpose that a request names: its header `x-hub-purpose`, or, where it has none or an empty one, the parameter
 * `purpose` of its address, for programs that send no headers of their own. Nothing else reads either.
 */
export function namedPurpose(headers: IncomingHttpHeaders, search?: URLSearchParams): string | undefined {
  const header = headers['x-hub-purpose'];
  const named = header === undefined ? '' : [header].flat().join(', ');
  return named || search?.getAll('purpose').join(', ') || undefined;
}

/** What a request is for: what it names, or else what its caller's requests are for. */
export function purposeFor(named: string | undefined, { usualPurpose }: Caller): string | undefined {
  return named ?? usualPurpose;
}
