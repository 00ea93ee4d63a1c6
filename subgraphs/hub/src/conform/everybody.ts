import { roles, usualScopes } from '@hub/protocol';

/** The caller in requests to a subgraph: one with every role, and all the scopes that roles usually have. */
export const everybody: string = Buffer.from(
  JSON.stringify({ subject: 'conform', roles, scopes: [...new Set(roles.flatMap((role) => usualScopes(role)))] }),
).toString('base64url');
