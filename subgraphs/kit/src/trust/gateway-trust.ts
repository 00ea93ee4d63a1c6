import type { KeyObject } from 'node:crypto';
import {
  agreeOnKeys,
  type Anchor,
  contentDigest,
  type Ephemeral,
  type Headers,
  isSignedRequest,
  type NamedKey,
  newEphemeral,
  readAnchorMessage,
  readReceipt,
  readSessionOffer,
  type ReadSignature,
  readSignature,
  type Receipt,
  type SessionGrant,
  type SessionKeys,
  sessionTranscript,
  type SignableRequest,
  verifiedRequest,
} from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import { Exchanges } from './exchanges.js';
import { NonceStore } from './nonce-store.js';
import { newSessionId, Sessions, sessionSeconds } from './sessions.js';

/** The longest validity of a request, in seconds. */
const longestSeconds = 60;
/** How far ahead the gateway's clock may be, in seconds. */
const skewSeconds = 30;

/** Why a request was refused: for this subgraph's log alone. */
export interface Refused {
  readonly refused: string;
  /** The name of the key, or of the session, in the signature. */
  readonly keyId?: string | undefined;
  /**
   * The request's signature, where its session is unknown: then no operation was executed, and the subgraph signs its
   * refusal with its own key, so that the gateway may send the request again.
   */
  readonly disowned?: string;
}

/** A request with headers that a trusted gateway has signed; the body is trusted if its digest matches. */
export interface Trusted {
  readonly refused?: undefined;
  readonly signature: string;
  /** The key for signing the answers. */
  readonly answerKey: NamedKey;
  /** The gateway's Ed25519 key. */
  readonly gatewayKeyId: string;
  /** The number of a session's request; `answerKey` names the session. */
  readonly number?: number | undefined;
}

/** A message with headers that a trusted gateway has signed with its own key. */
export interface OwnMessage {
  readonly refused?: undefined;
  readonly signature: ReadSignature;
  readonly gatewayKey: KeyObject;
}

export interface GatewayTrustOptions {
  /** The subgraph's name among its gateways. */
  readonly audience: string;
  /** The subgraph's own key. */
  readonly signingKey: NamedKey;
  /** The gateways' keys. */
  readonly trusted: KeyRing;
  /** Keeps requests and answers until their receipts come. */
  readonly exchanges?: Exchanges;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Draws the random parts of a session; the protocol's test vectors draw fixed ones. */
  readonly draw?: () => SessionDraw;
}

/** The random parts of a session. */
export interface SessionDraw {
  /** The session's name. */
  readonly session: string;
  readonly ephemeral: Ephemeral;
}

/**
 * Distinguishes requests of trusted gateways from all others. A gateway signs with its Ed25519 key only to agree on a
 * session; it signs requests with the session's keys.
 */
export class GatewayTrust {
  /** The subgraph's own key; it may be replaced at any time. */
  signingKey: NamedKey;
  readonly exchanges: Exchanges;
  readonly #audience: string;
  readonly #trusted: KeyRing;
  readonly #now: () => number;
  readonly #draw: () => SessionDraw;
  readonly #sessions = new Sessions();
  readonly #nonces = new NonceStore();

  constructor({
    audience,
    signingKey,
    trusted,
    exchanges = new Exchanges(),
    now = Date.now,
    draw = drawn,
  }: GatewayTrustOptions) {
    this.signingKey = signingKey;
    this.exchanges = exchanges;
    this.#audience = audience;
    this.#trusted = trusted;
    this.#now = now;
    this.#draw = draw;
  }

  /** Judges a request's headers. */
  judge(request: SignableRequest): Trusted | Refused {
    const signature = readSignature(request.headers);
    if (!signature) return { refused: hasSignature(request.headers) ? 'another form of signature' : 'unsigned' };
    const { keyId } = signature;
    const now = this.#seconds();
    const session = this.#sessions.get(keyId, now);
    if (!session) return { refused: 'no such session', keyId, disowned: signature.signature };
    if (!this.#trusted.get(session.gatewayKeyId)) {
      this.#sessions.end(keyId);
      return { refused: 'a session under a key that is not trusted any more', keyId };
    }
    const refused = untimely(signature, now);
    if (refused !== undefined) return { refused, keyId };
    const text = verifiedRequest(request, signature, session.keys.requests);
    if (text === undefined) return { refused: altered, keyId };
    const number = Number(signature.nonce);
    if (!Number.isSafeInteger(number) || number < 1) return { refused: 'a nonce that is no number', keyId };
    if (!session.seen.take(number)) return { refused: 'replayed', keyId };
    this.exchanges.asked(session.id, number, text);
    return {
      signature: signature.signature,
      answerKey: { id: session.id, key: session.keys.answers },
      gatewayKeyId: session.gatewayKeyId,
      number,
    };
  }

  /** Judges the headers of a message that a gateway signs with its own key. */
  judgeOwn(request: SignableRequest): OwnMessage | Refused {
    const signature = readSignature(request.headers);
    if (!signature) return { refused: hasSignature(request.headers) ? 'another form of signature' : 'unsigned' };
    const { keyId } = signature;
    const gatewayKey = this.#trusted.get(keyId);
    if (!gatewayKey) return { refused: 'a key that is not trusted', keyId };
    const isSigned = () => isSignedRequest(request, signature, gatewayKey);
    const refused = untimely(signature, this.#seconds()) ?? (isSigned() ? undefined : altered);
    return refused === undefined ? { signature, gatewayKey } : { refused, keyId };
  }

  /** Judges a request for a session, and grants it; the answer is to be signed with the subgraph's own key. */
  agree(request: SignableRequest, body: Buffer): (Trusted & { readonly grant: string }) | Refused {
    const own = this.judgeOwn(request);
    if (own.refused !== undefined) return own;
    const { keyId, signature } = own.signature;
    const refused = this.#refusalOfBody(own, request.headers, body);
    if (refused !== undefined) return { refused, keyId };
    const offer = readSessionOffer(body.toString());
    if (!offer) return { refused: 'no offer of a session', keyId };
    if (offer.audience !== this.#audience) return { refused: `meant for ${JSON.stringify(offer.audience)}`, keyId };

    const { session, ephemeral } = this.#draw();
    const granted: SessionGrant = { session, publicKey: ephemeral.publicKey, seconds: sessionSeconds };
    const grant = JSON.stringify(granted);
    let keys: SessionKeys;
    try {
      keys = agreeOnKeys(ephemeral, offer.publicKey, sessionTranscript(signature, grant));
    } catch {
      return { refused: 'an offer with no public key of X25519', keyId };
    }
    const now = this.#seconds();
    this.#sessions.open(session, keyId, keys, now);
    this.exchanges.open(session, keyId, now + sessionSeconds);
    return { grant, signature, answerKey: this.signingKey, gatewayKeyId: keyId };
  }

  /** Judges the body of a receipt whose headers were judged; the answer is to be signed with the subgraph's own key. */
  receive(own: OwnMessage, headers: Headers, body: Buffer): (Trusted & { readonly receipt: Receipt }) | Refused {
    const { keyId, signature } = own.signature;
    const refused = this.#refusalOfBody(own, headers, body);
    if (refused !== undefined) return { refused, keyId };
    const receipt = readReceipt(body.toString());
    if (!receipt) return { refused: 'no receipt', keyId };
    const { audience, session } = receipt;
    if (audience !== this.#audience) return { refused: `meant for ${JSON.stringify(audience)}`, keyId };
    if (this.exchanges.gatewayOf(session) !== keyId) {
      return { refused: 'a receipt of a session that was not agreed on under its key', keyId };
    }
    return { receipt, signature, answerKey: this.signingKey, gatewayKeyId: keyId };
  }

  /** Judges the body of a message about the audit log whose headers were judged; answered as a receipt is. */
  hearOfAnchor(own: OwnMessage, headers: Headers, body: Buffer): (Trusted & { readonly anchor: Anchor }) | Refused {
    const { keyId, signature } = own.signature;
    const refused = this.#refusalOfBody(own, headers, body);
    if (refused !== undefined) return { refused, keyId };
    const message = readAnchorMessage(body.toString());
    if (!message) return { refused: 'no anchor', keyId };
    const { audience, anchor } = message;
    if (audience !== this.#audience) return { refused: `meant for ${JSON.stringify(audience)}`, keyId };
    return { anchor, signature, answerKey: this.signingKey, gatewayKeyId: keyId };
  }

  /** Deletes exchanges for which no receipt can come any more. */
  sweep(): void {
    this.exchanges.sweep(this.#seconds());
  }

  #refusalOfBody({ signature }: OwnMessage, headers: Headers, body: Buffer): string | undefined {
    if (!isBodyOf(headers, body)) return 'another body';
    const { keyId, nonce = '', expires = 0 } = signature;
    const use = this.#nonces.take(keyId, nonce, expires, this.#seconds());
    if (use === 'new') return undefined;
    return use === 'used' ? 'replayed' : 'too many messages under one key';
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

/** Whether a body matches the digest in a request's headers. */
export function isBodyOf(headers: Headers, body: Buffer): boolean {
  return headers['content-digest'] === contentDigest(body);
}

/** Draws a session's name and its ephemeral key. */
function drawn(): SessionDraw {
  return { session: newSessionId(), ephemeral: newEphemeral() };
}

const altered = 'altered, or signed with another key';

function hasSignature(headers: Headers): boolean {
  return headers['signature'] !== undefined || headers['signature-input'] !== undefined;
}

function untimely({ created, expires, nonce }: ReadSignature, now: number): string | undefined {
  if (expires === undefined || nonce === undefined) return 'a signature without expires and nonce';
  if (created > now + skewSeconds) return `from the future: created ${created - now} s from now`;
  if (expires <= now) return `stale: expired ${now - expires} s ago`;
  if (expires - created > longestSeconds) return `good for ${expires - created} s, which is too long`;
  return undefined;
}
