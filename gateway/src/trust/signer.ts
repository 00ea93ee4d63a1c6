import {
  agreeOnKeys,
  callerHeader,
  contentDigest,
  type EventSeals,
  type Headers,
  type NamedKey,
  newEphemeral,
  purposeHeader,
  readSessionGrant,
  readSignature,
  type SessionKeys,
  type SessionOffer,
  sessionTranscript,
  signatureOf,
  signedRequest,
} from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import type { AnchorCourier } from './anchor-courier.js';
import type { ExchangeAccount } from './exchange-account.js';
import { genuineText, goodForSeconds, type Post, postOwn } from './own-message.js';
import type { Receipts } from './receipts.js';
import { SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import { TrustedSeals } from './trusted-seals.js';

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Its path and query. */
  readonly target: string;
  /** Names, in lower case, and values. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | undefined;
  /** The caller and its purpose, as in `SubgraphAsk`. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
}

/** An answer with its body still in its content coding; the body is undefined at the start of a stream. */
export interface UncheckedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
}

/**
 * The result of checking an answer: genuine; a signed statement that the session is unknown, so that the request was
 * not executed; a refusal without a signature; or forged.
 */
export type Verdict = 'genuine' | 'not executed' | 'refused' | 'forged';

export interface SignedRequest {
  /** Headers to send in addition to the request's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Checks the answer to this request. After a refusal, later requests wait for a new session. */
  readonly check: (answer: UncheckedAnswer) => Verdict;
  /** Makes the seals of later messages in one direction. */
  readonly openSeals: () => EventSeals;
}

export interface SignerOptions {
  /** The subgraph's name, which the subgraph also uses for itself. */
  readonly subgraph: string;
  /** The path for agreeing on sessions. */
  readonly target: string;
  /** The gateway's key; read at each agreement, so that the key can change. */
  readonly signingKey: () => NamedKey;
  /** The subgraph's keys. */
  readonly trusted: KeyRing;
  readonly post: Post;
  /** Sends receipts of exchanges; undefined if none are sent. */
  readonly receipts?: Receipts | undefined;
  /** Sends the audit log's heads; undefined if they are not sent. */
  readonly anchors?: AnchorCourier | undefined;
}

/** The share of a session's lifetime after which the next one is agreed on, while this one stays in use. */
const renewAfter = 0.8;

interface Session {
  readonly id: string;
  readonly keys: SessionKeys;
  /** The subgraph's key that signed the agreement. */
  readonly subgraphKeyId: string;
  /** On the clock of `performance.now()`. */
  readonly renews: number;
  readonly ends: number;
  /** The number of the last request. */
  requests: number;
  readonly account: ExchangeAccount | undefined;
}

/**
 * Signs requests to one subgraph, and checks its answers (RFC 9421). Both use `hmac-sha256` with the keys of a session,
 * at a twentieth of the cost of Ed25519. Both sides sign the agreement on a session with Ed25519.
 */
export class Signer {
  #session: Session | undefined;
  #agreement: Promise<void> | undefined;

  constructor(private readonly options: SignerOptions) {}

  /** Whether a request can be signed at once. If the session ends soon, this starts the agreement on the next one. */
  get isReady(): boolean {
    const session = this.#session;
    if (!session) return false;
    const now = performance.now();
    if (now >= session.ends || !this.options.trusted.get(session.subgraphKeyId)) return false;
    if (now >= session.renews) void this.agree().catch(() => undefined);
    return true;
  }

  /**
   * Agrees with the subgraph on a session; concurrent calls share one agreement.
   * @throws SubgraphFault
   */
  agree(): Promise<void> {
    return (this.#agreement ??= this.#agree().finally(() => {
      this.#agreement = undefined;
    }));
  }

  /**
   * Signs a request, after agreeing on a session if necessary.
   * @throws SubgraphFault if no session can be agreed on.
   */
  async signWhenReady(request: UnsignedRequest): Promise<SignedRequest> {
    if (!this.isReady) await this.agree();
    return this.sign(request);
  }

  /** Signs a request; requires a session. */
  sign({ method, target, headers: unsigned, body, caller, purpose }: UnsignedRequest): SignedRequest {
    const session = this.#session;
    if (!session) throw new Error('Expected a session that is agreed on.');
    const added: Record<string, string> = {};
    if (body !== undefined) added['content-digest'] = contentDigest(body);
    if (caller !== undefined) added[callerHeader] = caller;
    if (purpose !== undefined) added[purposeHeader] = purpose;
    const headers = { ...unsigned, ...added };
    const created = Math.floor(Date.now() / 1000);
    const key = { id: session.id, key: session.keys.requests };
    const number = ++session.requests;
    const parameters = { created, expires: created + goodForSeconds, nonce: String(number) };
    const signed = signedRequest({ method, target, headers }, key, parameters);
    const requestSignature = signatureOf(signed.headers);
    session.account?.asked(number, signed.text);
    const isTrusted = () => this.options.trusted.get(session.subgraphKeyId) !== undefined;
    return {
      headers: Object.assign(added, signed.headers),
      openSeals: () => new TrustedSeals(isTrusted, session.keys.answers, requestSignature),
      check: (answer) => {
        // The key may have been revoked since the request.
        if (!isTrusted()) return 'forged';
        const text = genuineText(answer, requestSignature, { id: session.id, key: session.keys.answers });
        if (text !== undefined) {
          session.account?.answered(number, text);
          return 'genuine';
        }
        if (answer.status !== 401) return 'forged';
        if (this.#session === session) this.#session = undefined;
        return this.#isOwn(answer, requestSignature) ? 'not executed' : 'refused';
      },
    };
  }

  /** Sends the subgraph the outstanding receipts, within their time limit. */
  async close(): Promise<void> {
    await this.options.receipts?.close();
    this.options.anchors?.close();
  }

  /** Whether an answer is signed with a long-lived key of the subgraph. */
  #isOwn(answer: UncheckedAnswer, requestSignature: string): boolean {
    const id = readSignature(answer.headers)?.keyId ?? '';
    const key = this.options.trusted.get(id);
    return key !== undefined && genuineText(answer, requestSignature, { id, key }) !== undefined;
  }

  async #agree(): Promise<void> {
    const { subgraph } = this.options;
    try {
      this.#session = await this.#newSession();
    } catch (cause) {
      if (cause instanceof SubgraphFault) throw cause;
      throw untrusted(subgraph, cause);
    }
  }

  async #newSession(): Promise<Session> {
    const { subgraph, target, signingKey, trusted, post, receipts } = this.options;
    const ephemeral = newEphemeral();
    const offer: SessionOffer = { audience: subgraph, publicKey: ephemeral.publicKey };
    const key = signingKey();

    const asked = performance.now();
    const own = await postOwn({ target, key, body: JSON.stringify(offer), trusted, post });
    const { answer, signature, subgraphKeyId } = own;
    if (answer.status !== 200) throw new Error(`no session was agreed on: HTTP status ${answer.status}`);
    if (subgraphKeyId === undefined) {
      throw new Error('no session was agreed on: the answer is not signed with a key of the subgraph');
    }
    const grant = Buffer.from(answer.body ?? '').toString();
    const granted = readSessionGrant(grant);
    if (!granted) throw new Error(`no session was agreed on: ${JSON.stringify(grant)}`);
    const milliseconds = granted.seconds * 1000;
    return {
      id: granted.session,
      keys: agreeOnKeys(ephemeral, granted.publicKey, sessionTranscript(signature, grant)),
      subgraphKeyId,
      renews: asked + milliseconds * renewAfter,
      ends: asked + milliseconds,
      requests: 0,
      account: receipts?.open(granted.session, key),
    };
  }
}
