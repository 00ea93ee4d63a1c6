import { createHash, timingSafeEqual } from 'node:crypto';
import type { OperatorScope, OperatorToken } from '@hub/protocol';
import { type EndpointServer, namedPlugin } from '@hub/runtime';

/** The functions that add endpoints, by the scope of the operators' tokens. */
export type OperatorEndpoints = Readonly<Record<OperatorScope, (operator: EndpointServer) => void>>;

/**
 * Adds the endpoints of each scope, which only tokens with that scope open.
 * @param tokens gives the valid tokens.
 */
export function operatorEndpoints(
  server: EndpointServer,
  tokens: () => readonly OperatorToken[],
  endpoints: OperatorEndpoints,
): void {
  for (const [scope, add] of Object.entries(endpoints) as [OperatorScope, OperatorEndpoints[OperatorScope]][]) {
    void server.register(
      namedPlugin(scope, (operator: EndpointServer, _options, done) => {
        operator.addHook('onRequest', async ({ headers: { authorization } }, reply) => {
          const token = tokens().find((one) => isToken(authorization, one));
          if (token?.scopes.has(scope)) return;
          await reply
            .code(token ? 403 : 401)
            .send(
              token
                ? { code: 'FORBIDDEN', message: `Expected an operator's token with the scope ${scope}.` }
                : { code: 'UNAUTHENTICATED', message: "Expected an operator's token." },
            );
        });
        add(operator);
        done();
      }),
    );
  }
}

function isToken(authorization: string | undefined, { token }: OperatorToken): boolean {
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
