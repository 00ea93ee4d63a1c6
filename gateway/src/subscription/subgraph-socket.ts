import { type EventSeals, sealLength } from '@hub/protocol';
import { WebSocket } from 'ws';
import { lookupElsewhere } from '@hub/runtime';
import { type SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import type { SubscriptionAsk, TransportOptions } from './subscription-transport.js';

/**
 * Makes the WebSocket class of one subscription. If the handshake is signed, each message in both directions starts
 * with its seal.
 * @param fail called with the fault if a received message has a wrong seal.
 */
export function subgraphSocket(
  { subgraph, timeoutMs, maxEventBytes, tls, signer }: TransportOptions,
  { requestId, caller, purpose }: SubscriptionAsk,
  fail: (fault: SubgraphFault) => void,
): new (address: string, protocol: string) => WebSocket {
  let seals: Record<'asked' | 'told', EventSeals> | undefined;
  return class extends WebSocket {
    constructor(address: string, protocol: string) {
      const headers = { 'x-request-id': requestId };
      const { pathname, search } = new URL(address);
      const request = { method: 'GET', target: pathname + search, headers, body: undefined, caller, purpose };
      const signed = signer?.sign(request);
      super(address, protocol, {
        ...{ maxPayload: maxEventBytes, handshakeTimeout: timeoutMs, lookup: lookupElsewhere, ...tls },
        headers: { ...headers, ...signed?.headers },
      });
      if (!signed) return;
      seals = { asked: signed.openSeals(), told: signed.openSeals() };
      this.on('unexpected-response', (handshake, { statusCode: status = 0, headers: given }) => {
        // After a refusal, the next subscription agrees on a new session.
        signed.check({ status, headers: given, body: undefined });
        handshake.destroy(new Error(`the handshake was answered with HTTP status ${status}`));
      });
    }

    override send(message: unknown): void {
      const text = message as string;
      super.send(seals ? seals.asked.next('asked', text) + text : text);
    }

    override emit(name: string | symbol, ...told: unknown[]): boolean {
      if (name !== 'message' || !seals) return super.emit(name, ...told);
      const frame = (told[0] as Buffer).toString();
      const text = frame.slice(sealLength);
      if (seals.told.isNext('told', text, frame.slice(0, sealLength))) {
        return super.emit(name, Buffer.from(text), false);
      }
      fail(untrusted(subgraph.name, new Error('a message is not sealed as agreed')));
      this.terminate();
      return true;
    }
  };
}
