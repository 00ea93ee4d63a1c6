import { anchorPath, auditLog, maxReceiptBytes, type NamedKey, receiptPath, sessionPath } from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import type { Connections } from '../connection/connections.js';
import { HttpRequest, type HttpResponse } from '../connection/http-request.js';
import type { Post } from './own-message.js';
import { Receipts, type ReceiptSettings } from './receipts.js';
import { Signer } from './signer.js';
import type { Subgraph } from '../connection/subgraph.js';
import { notGraphQL, SubgraphFault } from '../errors/subgraph-fault.js';
import type { CountedStats } from '../connection/subgraph-stats.js';
import type { TrustName } from '../connection/subgraph-stats.js';

/** The keys by which the gateway and one subgraph identify each other. */
export interface SubgraphTrust {
  /** The gateway's own key. */
  readonly signingKey: () => NamedKey;
  /** The subgraph's keys. */
  readonly trusted: KeyRing;
  /** The settings of receipts for exchanges; undefined if none are sent. */
  readonly receipts?: ReceiptSettings | undefined;
}

/**
 * The trust in a subgraph: answers signed with its keys, any answer (`unsigned`), or none, so that the gateway sends it
 * no request (`refused`).
 */
export type Trust = SubgraphTrust | 'unsigned' | 'refused';

/** The name of a kind of trust. */
export function trustName(trust: Trust): TrustName {
  return typeof trust === 'string' ? trust : 'signed';
}

/** The parts of the subgraph's client that `openSigner` uses. */
export interface SignerMeans {
  readonly connections: Connections;
  /** The time limit of an answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly stats: CountedStats;
}

/** Makes the signer for a subgraph. It agrees on sessions over the client's connections. */
export function openSigner(
  { name, url }: Subgraph,
  { signingKey, trusted, receipts }: SubgraphTrust,
  { connections, timeoutMs, stats }: SignerMeans,
): Signer {
  const post: Post = ({ target, headers, body }, signal) =>
    new Promise<HttpResponse>((answered, failed) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      const fail = (fault: SubgraphFault) => {
        end();
        failed(fault);
      };
      const request = new HttpRequest(
        {
          responded: (response) => {
            end();
            answered(response);
          },
          overflowed: () => {
            fail(notGraphQL(name, `more than ${maxReceiptBytes} bytes`));
          },
          broke: (cause) => {
            fail(new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause }));
          },
        },
        maxReceiptBytes,
      );
      const giveUp = () => {
        request.abort();
        fail(new SubgraphFault('REQUEST_CANCELLED', `Nobody waits for ${name} any more.`));
      };
      const timer = setTimeout(() => {
        request.abort();
        fail(new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`));
      }, timeoutMs);
      if (signal?.aborted) {
        giveUp();
        return;
      }
      signal?.addEventListener('abort', giveUp);
      const sent = { path: target, method: 'POST' as const, headers, body: body as string };
      connections.forMutations.dispatch(sent, request);
    });
  const targetOf = (path: string) => new URL(path, url).pathname;
  const common = { subgraph: name, trusted, post };
  return new Signer({
    ...common,
    target: targetOf(sessionPath),
    signingKey,
    receipts: receipts && new Receipts({ ...common, ...receipts, target: targetOf(receiptPath), stats }),
    // The audit log does not need its own heads.
    ...(receipts?.heads &&
      name !== auditLog.code && {
        anchors: receipts.heads.open({ ...common, signingKey, target: targetOf(anchorPath), log: receipts.log }),
      }),
  });
}
