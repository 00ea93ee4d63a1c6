import type { KeyObject } from 'node:crypto';
import { contentDigest, keyId, signedAnswer } from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import { Exchanges } from '../../../subgraphs/kit/src/trust/exchanges.js';
import { GatewayTrust, isBodyOf, type Refused, type Trusted } from '../../../subgraphs/kit/src/trust/gateway-trust.js';
import { privateKeyOf, publicKeyOf, signingKeyOf } from './test-keys.js';

/** A request on the wire. */
export interface SentRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A subgraph's response to one request; for an accepted request also the signature's base, and the answer. */
export type Outcome =
  | { readonly status: 401; readonly reason: string }
  | {
      readonly status: 200;
      readonly requestBase?: string;
      readonly answer: {
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string;
        readonly base: string;
      };
    };

/** One step of a script. The order of steps matters, because a subgraph remembers earlier requests. */
export interface Step {
  readonly what: string;
  /** Seconds since the epoch, by the subgraph's clock. */
  readonly now: number;
  readonly request: SentRequest;
  readonly outcome: Outcome;
}

/** The subgraph's name. */
export const audience = 'youth-union';
/** What this subgraph draws for its one session. */
export const drawnSession = 'c2Vzc2lvbi1vZi12ZWN0bw';
/** When the script begins, in seconds since the epoch. */
export const begin = 1_796_000_000;
/** A side's part of a session. */
export const ephemeralOf = (name: 'gatewayEphemeral' | 'organisationEphemeral') => ({
  publicKey: publicKeyOf(name).export({ format: 'jwk' }).x as string,
  privateKey: privateKeyOf(name),
});
export const json = 'application/json';

/** The subgraph's side, as the kit has it, with a clock and a session that are laid down. */
export class ScriptedSubgraph {
  now = begin;
  readonly #trust: GatewayTrust;

  constructor() {
    const gateway = publicKeyOf('gateway');
    const trusted = { get: (id: string): KeyObject | undefined => (id === keyId(gateway) ? gateway : undefined) };
    this.#trust = new GatewayTrust({
      ...{
        audience,
        signingKey: signingKeyOf('organisation'),
        trusted: trusted as KeyRing,
        exchanges: new Exchanges(),
      },
      now: () => this.now * 1000,
      draw: () => ({ session: drawnSession, ephemeral: ephemeralOf('organisationEphemeral') }),
    });
  }

  take({ method, target, headers, body }: SentRequest): Outcome {
    const request = { method, target, headers };
    const bytes = Buffer.from(body);
    if (target === '/trust/session') {
      const agreed = this.#trust.agree(request, bytes);
      return agreed.refused === undefined ? this.#answer(agreed, agreed.grant) : refusal(agreed);
    }
    if (target === '/trust/receipt') {
      const own = this.#trust.judgeOwn(request);
      if (own.refused !== undefined) return refusal(own);
      const received = this.#trust.receive(own, headers, bytes);
      if (received.refused !== undefined) return refusal(received);
      const { taken, others } = this.#trust.exchanges.take(received.receipt);
      const answer = { session: received.receipt.session, exchanges: taken.length, others };
      return this.#answer(received, JSON.stringify(answer));
    }
    const judged = this.#trust.judge(request);
    if (judged.refused !== undefined) return refusal(judged);
    if (!isBodyOf(headers, bytes)) return refusal({ refused: 'another body' });
    return this.#answer(judged, '{"data":{"communes":[]}}');
  }

  #answer(known: Trusted, body: string): Outcome {
    const headers = { 'content-type': `${json}; charset=utf-8`, 'content-digest': contentDigest(body) };
    const answer = { status: 200, headers, requestSignature: known.signature };
    const signed = signedAnswer(answer, known.answerKey, this.now);
    if (known.number !== undefined) this.#trust.exchanges.answered(known.answerKey.id, known.number, signed.text);
    return { status: 200, answer: { headers: { ...headers, ...signed.headers }, body, base: signed.text } };
  }
}

function refusal({ refused }: Refused): Outcome {
  return { status: 401, reason: refused };
}
