import { messagePrice } from '../base/usual-prices.js';
import {
  callerHeader,
  contentDigest,
  EventSeals,
  purposeHeader,
  readSignature,
  sessionPath,
  type SignableRequest,
  signedAnswer,
} from '@hub/protocol';
import { addEndpoint, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, readCaller } from './caller.js';
import { type GatewayTrust, isBodyOf, type OwnMessage, type Refused, type Trusted } from './gateway-trust.js';

/** The only answer to a refused request, whatever the reason. */
const refusal = {
  code: 'UNAUTHENTICATED',
  message: 'Expected a request that is signed by a gateway which this subgraph trusts.',
};

/** Thrown where a request's body does not match its signature. */
class OtherBody extends Error {}

/** The results of judging the requests that are being handled. */
export const trusted = new WeakMap<FastifyRequest, Trusted>();

/** The signatures of requests under unknown sessions: their refusals are signed. */
const disowned = new WeakMap<FastifyRequest, string>();

/** The caller behind a trusted gateway's request; undefined without signatures. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  if (!trusted.has(request)) return undefined;
  const { [callerHeader]: caller, [purposeHeader]: purpose } = request.headers as Record<string, string | undefined>;
  return readCaller(caller, purpose);
}

/** Seals the events of a request's stream; undefined without signatures. */
export function eventSealOf(request: FastifyRequest): ((event: string, data: string) => string) | undefined {
  const known = trusted.get(request);
  if (!known) return undefined;
  const seals = new EventSeals(known.answerKey.key, known.signature);
  return (event, data) => seals.next(event, data);
}

/**
 * Does the same as `trustedEndpoints`, without the endpoint for sessions: for a further part of a server that has one.
 */
export function trustedEndpoint(
  server: EndpointServer,
  trust: GatewayTrust | undefined,
  name: string,
  add: (endpoint: EndpointServer) => void,
): void {
  void server.register(
    namedPlugin(name, (endpoint: EndpointServer, _options, done) => {
      if (trust) guard(endpoint, trust);
      add(endpoint);
      done();
    }),
  );
}

/**
 * Adds endpoints that answer only trusted gateways, and the endpoint for agreeing on sessions. Gateways get signed
 * answers. All other callers get one unsigned refusal; only the refusal of a request under an unknown session is
 * signed.
 * @param trust undefined: then the endpoints answer every caller, and sign no answer.
 * @param add gets the part of the server behind this endpoint.
 */
export function trustedEndpoints(
  server: EndpointServer,
  trust: GatewayTrust | undefined,
  add: (endpoint: EndpointServer) => void,
): void {
  trustedEndpoint(server, trust, 'trusted endpoints', add);
  if (!trust) return;
  signUnknownAddresses(server, trust);
  void server.register(
    namedPlugin('sessions', (endpoint: EndpointServer, _options, done) => {
      agreements(endpoint, trust);
      done();
    }),
  );
}

function guard(endpoint: EndpointServer, trust: GatewayTrust): void {
  const readJson = endpoint.getDefaultJsonParser('error', 'error');
  endpoint.removeAllContentTypeParsers();
  endpoint.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, parsed) => {
    if (isBodyOf(request.headers, body)) void readJson(request, body.toString(), parsed);
    else parsed(new OtherBody());
  });
  endpoint.addHook('onRequest', (request, reply, next) => {
    const judged = trust.judge(signable(request));
    if (judged.refused === undefined) {
      trusted.set(request, judged);
      next();
    } else {
      if (judged.disowned !== undefined) disowned.set(request, judged.disowned);
      refuse(request, reply, judged);
    }
  });
  endpoint.addHook('preValidation', (request, _reply, next) => {
    const isStripped = request.body === undefined && request.headers['content-digest'] !== undefined;
    next(isStripped ? new OtherBody() : undefined);
  });
  endpoint.setErrorHandler((error, request, reply) => {
    if (!(error instanceof OtherBody)) throw error;
    trusted.delete(request);
    refuse(request, reply, { refused: 'another body', keyId: readSignature(request.headers)?.keyId });
  });
  signAnswers(endpoint, trust);
}

/**
 * Lets the part of a server behind a trusted endpoint read bodies as bytes, which `bytesOf` returns: for endpoints that
 * forward them. A body that does not match its signature is refused like any other.
 */
export function bodiesAsBytes(endpoint: EndpointServer, trust: GatewayTrust | undefined): void {
  endpoint.removeAllContentTypeParsers();
  endpoint.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, parsed) => {
    if (!trust || isBodyOf(request.headers, body)) parsed(null, body);
    else parsed(new OtherBody());
  });
}

/** `POST trust/session`: see `SessionOffer`. */
function agreements(endpoint: EndpointServer, trust: GatewayTrust): void {
  takesOwnMessages(endpoint, trust);
  addEndpoint(endpoint, {
    method: 'POST',
    url: `/${sessionPath}`,
    price: messagePrice(1024),
    handler: (request, reply) => {
      const agreed = trust.agree(signable(request), bytesOf(request));
      if (agreed.refused !== undefined) {
        refuse(request, reply, agreed);
        return reply;
      }
      trusted.set(request, agreed);
      request.log.info({ gateway: agreed.gatewayKeyId }, 'agreed with a gateway on a session');
      return reply.type('application/json; charset=utf-8').send(agreed.grant);
    },
  });
}

/**
 * Adds endpoints for messages that gateways sign with their own keys. The headers' signature is judged before the body
 * is read.
 * @param add gets the part of the server behind this endpoint, and the function that returns the judgement of a
 * request.
 */
export function ownMessages(
  server: EndpointServer,
  trust: GatewayTrust,
  add: (endpoint: EndpointServer, ownOf: (request: FastifyRequest) => OwnMessage) => void,
): void {
  const judged = new WeakMap<FastifyRequest, OwnMessage>();
  void server.register(
    namedPlugin('own messages', (endpoint: EndpointServer, _options, done) => {
      takesOwnMessages(endpoint, trust);
      endpoint.addHook('onRequest', (request, reply, next) => {
        const own = trust.judgeOwn(signable(request));
        if (own.refused !== undefined) {
          refuse(request, reply, own);
          return;
        }
        judged.set(request, own);
        next();
      });
      add(endpoint, (request) => judged.get(request) as OwnMessage);
      done();
    }),
  );
}

/**
 * Lets an endpoint accept messages that gateways sign with their own keys; the headers are judged before the body is
 * read.
 */
function takesOwnMessages(endpoint: EndpointServer, trust: GatewayTrust): void {
  endpoint.removeAllContentTypeParsers();
  endpoint.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  endpoint.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    // Here a body cannot be read; every other error is this subgraph's fault.
    if (error.statusCode === undefined || error.statusCode >= 500) throw error;
    refuse(request, reply, { refused: error.message });
  });
  signAnswers(endpoint, trust);
}

/** The body of a message to such an endpoint. */
export function bytesOf({ body }: FastifyRequest): Buffer {
  return (body as Buffer | undefined) ?? Buffer.alloc(0);
}

/** The signed parts of a request. */
function signable({ method, url, headers }: FastifyRequest): SignableRequest {
  return { method, target: url, headers };
}

/** Answers a refused request, in the same way for every reason, and logs the reason. */
export function refuse(request: FastifyRequest, reply: FastifyReply, { refused, keyId }: Refused): void {
  request.log.warn({ refused, keyId, from: request.ip, path: request.url.split('?')[0] }, 'refused a request');
  void reply.code(401).send(refusal);
}

/** Signs the answers to trusted requests: a stream without its body, because its events are sealed. */
function signAnswers(endpoint: EndpointServer, trust: GatewayTrust): void {
  endpoint.addHook('onSend', (request, reply, payload, done) => {
    const refusedSignature = disowned.get(request);
    const known = trusted.get(request);
    if (known) sign(reply, payload, known, trust);
    else if (refusedSignature !== undefined)
      sign(reply, payload, { signature: refusedSignature, answerKey: trust.signingKey }, trust);
    done(null, payload);
  });
}

/** Signs the answer to a trusted gateway for an unknown address, which no endpoint handles. */
function signUnknownAddresses(server: EndpointServer, trust: GatewayTrust): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const judged = request.is404 ? trust.judge(signable(request)) : undefined;
    if (judged && judged.refused === undefined) sign(reply, payload, judged, trust);
    done(null, payload);
  });
}

function sign(
  reply: FastifyReply,
  payload: unknown,
  known: Pick<Trusted, 'signature' | 'answerKey' | 'number'>,
  trust: GatewayTrust,
): void {
  if (payload === null || typeof payload === 'string' || Buffer.isBuffer(payload)) {
    reply.header('content-digest', contentDigest(payload ?? ''));
  }
  const headers = reply.getHeaders() as Record<string, string>;
  const answer = { status: reply.statusCode, headers, requestSignature: known.signature };
  const signed = signedAnswer(answer, known.answerKey, Math.floor(Date.now() / 1000));
  reply.headers({ ...signed.headers });
  if (known.number !== undefined) trust.exchanges.answered(known.answerKey.id, known.number, signed.text);
}
