import type { Caller } from '@hub/kit';

/** The headers that describe the caller to a system; docs/protocol/connector.md explains them. */
export const callerHeaders = {
  subject: 'hub-subject',
  organisation: 'hub-organisation',
  app: 'hub-app',
  roles: 'hub-roles',
  scopes: 'hub-scopes',
  purpose: 'hub-purpose',
  requestId: 'x-request-id',
} as const;

/**
 * Describes the caller and the purpose in plain headers. Values are percent-encoded as in a URL, so that each is ASCII
 * and a list can be split at its spaces. They contain no credential.
 */
export function plainHeaders(caller: Caller | undefined, requestId: string): Record<string, string> {
  const headers: Record<string, string> = { [callerHeaders.requestId]: encoded(requestId) };
  if (!caller) return headers;
  const { subject, organisation, app, roles, scopes, purpose } = caller;
  const named = { subject, organisation, app, purpose };
  for (const name of ['subject', 'organisation', 'app', 'purpose'] as const) {
    const value = named[name];
    if (value !== undefined) headers[callerHeaders[name]] = encoded(value);
  }
  headers[callerHeaders.roles] = roles.map(encoded).join(' ');
  headers[callerHeaders.scopes] = scopes.map(encoded).join(' ');
  return headers;
}

/** Does the same as `encodeURIComponent`, except for characters that headers allow and scopes use. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll(/%(3A|2F|40|2C)/g, (code) => decodeURIComponent(code));
}
