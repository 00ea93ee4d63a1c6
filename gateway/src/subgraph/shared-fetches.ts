import type { Cancellation } from '../base/cancellation.js';
import { SingleFlight } from '../base/single-flight.js';
import { gzipped, isLoopback, offeredCodings } from '../connection/content-coding.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import type { AnswerReader } from './answer-reader.js';
import { withDeadline } from './deadline.js';
import { type FetchAnswer, fetchFrom, type Wire } from './fetch.js';
import { type KeptAnswers, KeptFigures } from './kept-figures.js';
import type { SubgraphAnswer, SubgraphAsk, SubgraphSettings } from './subgraph-client.js';

/** The options of sending fetches to a subgraph. */
export interface SharedFetchesOptions {
  readonly settings: SubgraphSettings;
  /** The subgraph's. */
  readonly url: string;
  /** Whether equal concurrent queries are sent as one. */
  readonly share: boolean;
  readonly answers: AnswerReader;
  /** The cache of public figures; none by default. */
  readonly kept?: KeptAnswers | undefined;
}

/** Sends requests to a subgraph; equal concurrent queries of one identity class are sent once. */
export function sharedFetches(
  wire: Wire,
  { settings, url, share, answers, kept }: SharedFetchesOptions,
): (request: SubgraphAsk) => Promise<SubgraphAnswer> {
  const { name, signer, stats } = wire;
  const { timeoutMs } = settings;
  const anew = sender(wire, settings, new URL(url).hostname);
  const figures = kept && new KeptFigures(name, kept, (ask) => anew(ask, undefined));
  const isKept = () => {
    stats.kept += 1;
  };
  const send = (ask: SubgraphAsk, cancellation: Cancellation | undefined): Promise<FetchAnswer> =>
    figures && ask.isAnonymous === true && ask.idempotent
      ? figures.answer(ask, () => anew(ask, cancellation), isKept)
      : anew(ask, cancellation);
  const underWay = new SingleFlight<SubgraphAnswer>();

  const sendShared = (request: SubgraphAsk, left: Cancellation | undefined): Promise<SubgraphAnswer> => {
    const { shareWith, caller, purpose, body } = request;
    const { length } = body;
    if (!share || shareWith === undefined || !request.idempotent) {
      return send(request, left).then((answer) => answers.own(answer, length));
    }
    const key = [shareWith, signer && caller, signer && purpose, length, sampleOf(body)].join('\n');
    if (underWay.has(key, body)) stats.shared += 1;
    return underWay.run(
      key,
      async (cancellation, land) => {
        const answer = await send(request, cancellation);
        return land() > 1 ? answers.shared(answer, length) : answers.own(answer, length);
      },
      left,
      body,
    );
  };

  return (request) => {
    const { cancellation, deadline } = request;
    if (deadline === undefined) return sendShared(request, cancellation);
    const remaining = deadline - performance.now();
    if (remaining > timeoutMs) return sendShared(request, cancellation);
    const tooLate = () => new SubgraphFault('GATEWAY_TIMEOUT', `${name} did not answer before the request’s deadline.`);
    if (remaining <= 0) return Promise.reject(tooLate());
    return withDeadline(deadline, cancellation, (left) => sendShared(request, left), tooLate);
  };
}

/** Sends one request with the common headers, compressed if it is large. */
function sender(
  wire: Wire,
  { compression, compressFromBytes = Infinity }: SubgraphSettings,
  hostname: string,
): (ask: SubgraphAsk, cancellation: Cancellation | undefined) => Promise<FetchAnswer> {
  const compressed = compression === 'on' || (compression === 'auto' && !isLoopback(hostname));
  const ownHeaders = {
    accept: 'application/graphql-response+json, application/json;q=0.9',
    ...(compressed && { 'accept-encoding': offeredCodings }),
    'content-type': 'application/json',
  };
  return (ask, cancellation) => {
    const { body, requestId, idempotent, caller, purpose, callerId } = ask;
    const headers = { ...ownHeaders, 'x-request-id': requestId, ...ask.headers };
    const request = { headers, body, idempotent, caller, purpose, callerId };
    if (body.length < compressFromBytes) return fetchFrom(wire, request, cancellation);
    return gzipped(body).then((zipped) =>
      fetchFrom(wire, { ...request, body: zipped, headers: { ...headers, 'content-encoding': 'gzip' } }, cancellation),
    );
  };
}

/** Some of a body's last bytes, in which bodies of one operation differ most. */
function sampleOf(body: Buffer): string {
  return body.toString('latin1', Math.max(0, body.length - 128));
}
