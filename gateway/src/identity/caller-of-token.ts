import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Caller } from '../request/caller.js';

const name = z.string().min(1).max(255);

/** A list, or names in a text with spaces between them as `scope` has them. */
const names = z.union([z.array(name), z.string().transform((text) => text.split(' ').filter(Boolean))]);

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
  /** What OpenID Connect calls the full name of a person. */
  name: name.optional(),
});

/**
 * Reads who a verified token says its bearer is.
 * @param purposesClaim the claim that lists the purposes that it may name; a token without it may then name none.
 * @throws ZodError where a claim is not what it should be.
 */
export function callerOfToken(payload: JWTPayload, purposesClaim?: string): Caller {
  const { sub, client_id: callerId, azp, exp, scope, roles, organisation, name: called } = claims.parse(payload);
  const app = callerId ?? azp;
  const subject = sub ?? app;
  const scopes = scope.split(' ').filter(Boolean).sort();
  const purposes = purposesClaim === undefined ? undefined : names.default([]).parse(payload[purposesClaim]).sort();
  return {
    ...knownCaller({ subject, app, organisation, scopes, roles, purposes }),
    name: called,
    expiresAt: exp * 1000,
  };
}

/** What is known of a caller, by a token or a key. */
export interface KnownOfCaller extends Pick<Caller, 'subject' | 'app' | 'organisation' | 'roles' | 'purposes'> {
  /** In their order. */
  readonly scopes: readonly string[];
}

/**
 * A caller by what is known of it. Whoever has a role holds the policy of its name, and who acts for an organisation
 * `organisation:<code>`.
 */
export function knownCaller({ subject, app, organisation, scopes, roles, purposes }: KnownOfCaller): Caller {
  const policies = [...roles, ...(organisation === undefined ? [] : [`organisation:${organisation}`])].sort();
  return {
    identityClass: JSON.stringify([subject, app, organisation, scopes, policies, purposes]),
    rights: { authenticated: true, scopes: new Set(scopes), policies: new Set(policies) },
    roles,
    subject,
    organisation,
    app,
    purposes,
  };
}
