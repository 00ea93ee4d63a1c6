import {
  agreeOnKeys,
  contentDigest,
  type NamedKey,
  newEphemeral,
  readSessionGrant,
  readSignature,
  type SessionKeys,
  sessionPath,
  sessionTranscript,
  signatureOf,
  signedRequest,
  verifiedAnswer,
} from '@hub/protocol';
import { textOfAnswered, textOfSent, Unmet } from './check.js';

/** A request in the form sent over the network. */
export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A response in the form received. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request with its signature (in base64), the signed text, and the response. */
export interface Exchange {
  readonly sent: Sent;
  readonly signature: string;
  readonly base: string;
  readonly answered: Answered;
}

/** A session that the subgraph granted. */
export interface Session {
  readonly id: string;
  readonly keys: SessionKeys;
  /** Number of the last request. */
  number: number;
}

/** Deviations from a correct signature; by default there are none. */
export interface Signing {
  readonly key?: NamedKey | undefined;
  /** Seconds from now. */
  readonly created?: number;
  /** Validity in seconds. */
  readonly goodFor?: number;
  readonly nonce?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Change of the signed request on its way. */
  readonly change?: (request: Sent) => Sent;
}

/** Endpoint, keys and settings of the examined subgraph. */
export interface ExaminedOptions {
  /** Its GraphQL endpoint. */
  readonly url: URL;
  /** Its name in the audience of messages. */
  readonly name: string;
  /** A gateway's key that the subgraph trusts. */
  readonly key: NamedKey;
  /** Its own public keys. */
  readonly trusted: readonly NamedKey[];
  /** The caller, in the format of `hub-caller`. */
  readonly caller: string;
  readonly purpose: string;
  /** The gateway's timeout in milliseconds; 10 s by default. */
  readonly waitsMs?: number;
  /** Fields that may identify a person by its agreements. */
  readonly persons?: readonly string[];
}

/** Default of the gateway's timeout in milliseconds (docs/install.md). */
const gatewayWaitsMs = 10_000;

/** Number of late answers after which no more requests are sent. */
const mostLate = 3;

/** The examined subgraph. Sends it requests like a gateway's, and faulty ones. */
export class ExaminedSubgraph {
  #session: Promise<Session> | undefined;
  /** Number of requests whose answer came after the gateway's timeout, or not at all. */
  #late = 0;

  constructor(readonly options: ExaminedOptions) {}

  /** The gateway's timeout in milliseconds. */
  get waitsMs(): number {
    return this.options.waitsMs ?? gatewayWaitsMs;
  }

  /**
   * Timeout of a request, in milliseconds. Longer than the gateway's, so that a late answer is seen and reported as
   * late.
   */
  get patienceMs(): number {
    return 2 * this.waitsMs;
  }

  /** The path of its GraphQL endpoint. */
  get target(): string {
    return this.options.url.pathname + this.options.url.search;
  }

  /** A path next to the endpoint's. */
  beside(path: string): string {
    return new URL(path, this.options.url).pathname;
  }

  /**
   * Sends a request unchanged.
   * @throws Unmet without sending after several late answers, so that a slow system has its verdict soon.
   */
  async send({ method, target, headers, body }: Sent): Promise<Answered> {
    const waits = `${this.waitsMs / 1000} s`;
    if (this.#late >= mostLate) {
      throw new Unmet(
        `no request to ${target}`,
        `${this.#late} answers later than ${waits}, which is how long the gateway waits`,
        `answers within ${waits}: nothing else is examined before`,
      );
    }
    const began = performance.now();
    try {
      return await this.#fetched(target, {
        ...{ method, body },
        headers: { 'accept-encoding': 'identity;q=1, *;q=0', ...headers },
      });
    } finally {
      if (performance.now() - began > this.waitsMs) this.#late += 1;
    }
  }

  /** Sends an unsigned request, such as one for the subgraph's health. */
  get(target: string): Promise<Answered> {
    return this.#fetched(target);
  }

  async #fetched(target: string, request: RequestInit = {}): Promise<Answered> {
    const response = await fetch(new URL(target, this.options.url), {
      ...{ ...request, redirect: 'manual', signal: AbortSignal.timeout(this.patienceMs) },
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    };
  }

  /** Why the address does not answer; undefined if it does. */
  async unreachable(): Promise<string | undefined> {
    try {
      await this.send({ method: 'POST', target: this.target, headers: {}, body: '' });
      return undefined;
    } catch (error) {
      const { message, cause } = error as Error;
      return cause instanceof Error ? cause.message : message;
    }
  }

  /** Sends a message signed with the gateway's key. */
  own(path: string, said: object, signing: Signing = {}): Promise<Exchange> {
    const nonce = crypto.randomUUID();
    return this.#signed(this.beside(path), JSON.stringify(said), { key: this.options.key, nonce, ...signing });
  }

  /** Sends a request under a session. */
  async ask(asked: object | string, signing: Signing = {}, session?: Session): Promise<Exchange> {
    const of = session ?? (await this.session());
    of.number += 1;
    const { caller, purpose } = this.options;
    const key: NamedKey = { id: of.id, key: of.keys.requests };
    const headers = { accept: 'application/json', 'hub-caller': caller, 'hub-purpose': purpose };
    const body = typeof asked === 'string' ? asked : JSON.stringify(asked);
    return this.#signed(this.target, body, { key, nonce: String(of.number), headers, ...signing });
  }

  /** The session of all checks that need no special one. */
  session(): Promise<Session> {
    return (this.#session ??= this.agree());
  }

  /** Agrees on a session. @throws Unmet */
  async agree(): Promise<Session> {
    const { id, keys } = await this.granted();
    return { id, keys, number: 0 };
  }

  /** Like `agree`, with the exchange and the session's validity in seconds. @throws Unmet */
  async granted() {
    const ephemeral = newEphemeral();
    const offer = { audience: this.options.name, publicKey: ephemeral.publicKey };
    const exchange = await this.own(sessionPath, offer);
    const body = this.genuine(exchange, 200, this.options.trusted);
    const granted = readSessionGrant(body);
    if (!granted) {
      throw unmet(exchange, 'a grant with session, publicKey and seconds');
    }
    const transcript = sessionTranscript(exchange.signature, body);
    const keys = agreeOnKeys(ephemeral, granted.publicKey, transcript);
    return { id: granted.session, keys, seconds: granted.seconds, exchange };
  }

  /**
   * The body of a correctly signed answer.
   * @param keys of which one must have signed it.
   * @throws Unmet
   */
  genuine(exchange: Exchange, status: number | undefined, keys: readonly NamedKey[]): string {
    return this.genuineAnswer(exchange, status, keys).body;
  }

  /** Like `genuine`, with the signed text of the answer. */
  genuineAnswer(
    exchange: Exchange,
    status: number | undefined,
    keys: readonly NamedKey[],
  ): { readonly body: string; readonly base: string } {
    const { answered, signature } = exchange;
    const { headers, body } = answered;
    if (status !== undefined && answered.status !== status) throw unmet(exchange, `the HTTP status ${status}`);
    const read = readSignature(headers);
    if (!read) throw unmet(exchange, 'Signature-Input and Signature in the form of the hub');
    const key = keys.find(({ id }) => id === read.keyId);
    const names = keys.map(({ id }) => id).join(' or ');
    if (!key)
      throw unmet(exchange, `a signature under ${names || 'a key of the subgraph'}, but it names ${read.keyId}`);
    const { status: told } = answered;
    const text = verifiedAnswer({ status: told, headers, requestSignature: signature }, read, key.key);
    if (text === undefined) {
      throw unmet(
        exchange,
        'a signature of @status, of content-digest and content-type, and of the request’s signature',
      );
    }
    if (headers['content-digest'] !== contentDigest(body)) {
      throw unmet(exchange, `the Content-Digest of its body, ${contentDigest(body)}`);
    }
    return { body: body.toString(), base: text };
  }

  /** Like `genuine`, for an answer under the common session. */
  async answer(exchange: Exchange, status?: number): Promise<string> {
    const { id, keys } = await this.session();
    return this.genuine(exchange, status, [{ id, key: keys.answers }]);
  }

  async #signed(target: string, body: string, { change, ...signing }: Signing): Promise<Exchange> {
    const { key = this.options.key, created: later = 0, goodFor = 30, nonce = '' } = signing;
    const created = Math.floor(Date.now() / 1000) + later;
    const headers = {
      ...{ 'content-type': 'application/json', 'content-digest': contentDigest(body), 'x-request-id': 'conform' },
      ...signing.headers,
    };
    const parameters = { created, expires: created + goodFor, nonce };
    const signed = signedRequest({ method: 'POST', target, headers }, key, parameters);
    const request: Sent = { method: 'POST', target, headers: { ...headers, ...signed.headers }, body };
    const sent = change ? change(request) : request;
    return { sent, signature: signatureOf(signed.headers), base: signed.text, answered: await this.send(sent) };
  }
}

/** The failure of an exchange. */
export function unmet({ sent, answered }: Pick<Exchange, 'sent' | 'answered'>, expected: string): Unmet {
  return new Unmet(textOfSent(sent), textOfAnswered(answered), expected);
}
