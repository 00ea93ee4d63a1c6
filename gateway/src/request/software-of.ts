import type { IncomingHttpHeaders } from 'node:http';

/** What a name or a version may be: nothing else that callers write gets into the log. */
const word = /^[\w@/.+-]{1,64}$/;

/**
 * What a caller's software says it is, as `name@version`, by the headers that Apollo's libraries and others send;
 * undefined where it does not, or says something else.
 */
export function softwareOf(headers: Readonly<IncomingHttpHeaders>): string | undefined {
  const { 'apollographql-client-name': name, 'apollographql-client-version': version } = headers;
  if (typeof name !== 'string' || !word.test(name)) return undefined;
  return typeof version === 'string' && word.test(version) ? `${name}@${version}` : name;
}
