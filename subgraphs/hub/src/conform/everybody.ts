import { roles, usualScopes } from '@hub/protocol';

/** Whom a subgraph is asked for: somebody with every role, and all that roles usually have. */
export const everybody: string = Buffer.from(
  JSON.stringify({ subject: 'conform', roles, scopes: [...new Set(roles.flatMap((role) => usualScopes(role)))] }),
).toString('base64url');
