import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Caller } from './caller.js';

const name = z.string().min(1).max(255);

/** What the hub reads of a token (RFC 9068); what else is in it says nothing here. */
const claims = z.object({
  sub: name.optional(),
  client_id: name.optional(),
  /** What OpenID Connect calls it. */
  azp: name.optional(),
  exp: z.number(),
  scope: z.string().default(''),
  roles: z.array(name).default([]),
  organisation: name.optional(),
});

/**
 * Reads who a verified token says its bearer is. Whoever has a role holds the policy of its name, and who acts for an
 * organisation `organisation:<code>`.
 * @throws ZodError where a claim is not what it should be.
 */
export function callerOfToken(payload: JWTPayload): Caller {
  const { sub, client_id: client, azp, exp, scope, roles, organisation } = claims.parse(payload);
  const app = client ?? azp;
  const subject = sub ?? app;
  const scopes = scope.split(' ').filter(Boolean).sort();
  const policies = [...roles, ...(organisation === undefined ? [] : [`organisation:${organisation}`])].sort();
  return {
    identityClass: JSON.stringify([subject, app, organisation, scopes, policies]),
    rights: { authenticated: true, scopes: new Set(scopes), policies: new Set(policies) },
    roles,
    subject,
    organisation,
    app,
    expiresAt: exp * 1000,
  };
}
