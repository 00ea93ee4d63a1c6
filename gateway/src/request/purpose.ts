import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.js';

/**
 * The purpose that a request names: its header `x-hub-purpose`, or, if that is missing or empty, the parameter
 * `purpose` of its address, for programs that cannot set headers. No other code reads either.
 */
export function namedPurpose(headers: IncomingHttpHeaders, search?: URLSearchParams): string | undefined {
  const header = headers['x-hub-purpose'];
  const named = header === undefined ? '' : [header].flat().join(', ');
  return named || search?.getAll('purpose').join(', ') || undefined;
}

/** A request's purpose: its own, or else its caller's default. */
export function purposeFor(named: string | undefined, { usualPurpose }: Caller): string | undefined {
  return named ?? usualPurpose;
}
