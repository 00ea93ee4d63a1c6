import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { Readable } from 'node:stream';
import { maxReceiptBytes, type Receipt, type ReceiptAnswer, receiptPath, signedRequestHeaders } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyRequest } from 'fastify';
import type { GatewayTrust, OwnMessage } from '../trust/gateway-trust.js';
import { storedReceipts, storeReceipt } from '../trust/receipt-store.js';
import { bytesOf, ownMessages, refuse, trusted } from '../trust/trusted-endpoints.js';

/** How often exchanges are removed for which no receipt can come any more, in milliseconds. */
const sweepMs = 60_000;

/**
 * Adds `POST trust/receipt`, where gateways state their requests and answers: see `Receipt`. A statement that matches
 * this subgraph's knowledge is stored before it is acknowledged.
 * @param onKept gets how many exchanges a receipt has proven.
 */
export function receiptEndpoint(
  server: EndpointServer,
  { trust, em, onKept }: { trust: GatewayTrust; em: SqlEntityManager; onKept: (exchanges: number) => void },
): void {
  const keep = async (receipt: Receipt, own: OwnMessage, request: FastifyRequest): Promise<ReceiptAnswer> => {
    const { session } = receipt;
    const { taken, others } = trust.exchanges.take(receipt);
    const { keyId } = own.signature;
    try {
      if (taken.length > 0) {
        await storeReceipt(em, {
          ...{ session, keyId, others, exchanges: taken },
          publicKey: own.gatewayKey.export({ format: 'der', type: 'spki' }).toString('base64'),
          target: request.url,
          headers: signedRequestHeaders(request.headers),
          statement: bytesOf(request).toString(),
        });
      }
    } catch (error) {
      trust.exchanges.giveBack(session, taken);
      throw error;
    }
    onKept(taken.length);
    return { session, exchanges: taken.length, others };
  };

  ownMessages(server, trust, (endpoint, ownOf) => {
    addEndpoint(endpoint, {
      method: 'POST',
      url: `/${receiptPath}`,
      price: messagePrice(maxReceiptBytes),
      handler: async (request, reply) => {
        const own = ownOf(request);
        const received = trust.receive(own, request.headers, bytesOf(request));
        if (received.refused !== undefined) {
          refuse(request, reply, received);
          return reply;
        }
        trusted.set(request, received);
        const { receipt } = received;
        try {
          const digest = request.headers['content-digest'] as string;
          return await trust.exchanges.once(receipt.session, digest, () => keep(receipt, own, request));
        } catch (error) {
          request.log.error({ err: error, session: receipt.session }, 'a receipt is not kept');
          return reply.code(503).send({ code: 'NOT_KEPT', message: 'The receipt cannot be kept now; send it again.' });
        }
      },
    });
  });

  const sweeping = setInterval(() => {
    trust.sweep();
  }, sweepMs).unref();
  server.addHook('onClose', (_server, done) => {
    clearInterval(sweeping);
    trust.exchanges.close();
    done();
  });
}

/**
 * Adds to the operator's endpoint `GET /operator/receipts`: all receipts in lines of JSON, and a last line with their
 * number.
 */
export function storedReceiptsEndpoint(operator: EndpointServer, em: SqlEntityManager): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/receipts',
    price: lookPrice,
    handler: (_request, reply) => reply.type('application/x-ndjson').send(Readable.from(lines(em))),
  });
}

async function* lines(em: SqlEntityManager): AsyncGenerator<string> {
  let receipts = 0;
  for await (const receipt of storedReceipts(em)) {
    receipts += 1;
    yield `${JSON.stringify(receipt)}\n`;
  }
  yield `${JSON.stringify({ receipts })}\n`;
}
