import { type KeyRing, type NamedKey, sessionPath } from '@hub/schema';
import type { Connections } from './connections.js';
import { HttpRequest, type HttpResponse } from './http-request.js';
import { Signer, type UnsignedRequest } from './signer.js';
import type { Subgraph } from './subgraph-client.js';
import { notGraphQL, SubgraphFault } from './subgraph-fault.js';

/** How the gateway and one subgraph know each other. */
export interface SubgraphTrust {
  /** The gateway's own key. */
  readonly signingKey: () => NamedKey;
  /** The subgraph's keys. */
  readonly trusted: KeyRing;
}

/** The most that an answer to an offer of a session may measure, in bytes. */
const maxGrantBytes = 4096;

/** Makes what signs for a subgraph, and agrees with it over the connections that there are to it. */
export function openSigner(
  { name, url }: Subgraph,
  { signingKey, trusted }: SubgraphTrust,
  connections: Connections,
  timeoutMs: number,
): Signer {
  const { pathname: target } = new URL(sessionPath, url);
  const post = ({ headers, body }: UnsignedRequest) =>
    new Promise<HttpResponse>((answered, failed) => {
      const request = new HttpRequest(
        {
          responded: (response) => {
            clearTimeout(timer);
            answered(response);
          },
          overflowed: () => {
            clearTimeout(timer);
            failed(notGraphQL(name, `more than ${maxGrantBytes} bytes`));
          },
          broke: (cause) => {
            clearTimeout(timer);
            failed(new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause }));
          },
        },
        maxGrantBytes,
      );
      const timer = setTimeout(() => {
        request.abort();
        failed(new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`));
      }, timeoutMs);
      const sent = { path: target, method: 'POST' as const, headers, body: body as string };
      connections.forMutations.dispatch(sent, request);
    });
  return new Signer({ subgraph: name, target, signingKey, trusted, post });
}
