import type { Caller } from '@hub/kit';

/** The headers by which a system is told who asks; docs/protocol/connector.md describes them. */
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
 * Says in plain headers who asks and what for. Values are percent-encoded as in a URL, so that each is ASCII and a list can
 * be taken apart at its spaces. Nothing that opens anything is among them.
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

/** As `encodeURIComponent`, but for what headers hold and scopes are written with. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll(/%(3A|2F|40|2C)/g, (code) => decodeURIComponent(code));
}
