import type { IncomingHttpHeaders } from 'node:http';

/** The form of a name or version: other texts of callers do not get into the log. */
const word = /^[\w@/.+-]{1,64}$/;

/**
 * The caller's software as `name@version`, from the headers of Apollo's and other libraries; undefined if they are
 * missing or malformed.
 */
export function softwareOf(headers: Readonly<IncomingHttpHeaders>): string | undefined {
  const { 'apollographql-client-name': name, 'apollographql-client-version': version } = headers;
  if (typeof name !== 'string' || !word.test(name)) return undefined;
  return typeof version === 'string' && word.test(version) ? `${name}@${version}` : name;
}
