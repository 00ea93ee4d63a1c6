import { join } from 'node:path';
import { contentDigest, type Receipt, receiptPath, sessionPath, signRequest } from '@hub/protocol';
import { createKeyPairIfMissing, KeyRing, publicFileOf, readSigningKey } from '@hub/runtime';
import { Receipts, type ReceiptSettings } from '../../gateway/src/trust/receipts.js';
import { Signer, type UncheckedAnswer, type UnsignedRequest, type Verdict } from '../../gateway/src/trust/signer.js';
import { newStats } from '../../gateway/src/connection/subgraph-stats.js';
import type { Caller } from '../../subgraphs/kit/src/trust/caller.js';
import type { Answer } from './subgraph.js';

/** The files of a key pair. */
export interface KeyFiles {
  readonly file: string;
  readonly publicFile: string;
}

/** Makes a key pair for a part of a test. */
export function makeKey(file: string): KeyFiles {
  createKeyPairIfMissing(file);
  return { file, publicFile: publicFileOf(file) };
}

/** A signed request, which a test may change before it is sent. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface GatewayOptions {
  readonly subgraph: string;
  /** Where the subgraph is, without `/graphql`. */
  readonly url: string;
  /** The gateway's key. */
  readonly key: KeyFiles;
  /** The subgraph's public keys. */
  readonly trusted: readonly string[];
  /** How it sends receipts; it sends none by default. */
  readonly receipts?: ReceiptSettings;
}

/** An answer, and the verdict on its signature. */
export interface CheckedAnswer {
  readonly status: number;
  readonly text: string;
  readonly verdict: Verdict;
  readonly sent: SentRequest;
}

/** Asks one subgraph as a gateway does, signatures included. */
export class SigningGateway {
  /** Everything that went out, agreements and receipts included. */
  readonly sent: SentRequest[] = [];
  readonly stats = newStats();
  readonly signer: Signer;

  constructor(private readonly options: GatewayOptions) {
    const { subgraph, url, key, receipts } = options;
    const trusted = new KeyRing({
      files: options.trusted,
      onError: (error) => {
        throw error;
      },
    });
    const post = ({ method, target, headers, body }: UnsignedRequest) =>
      this.#send({ method, url: `${url}${target}`, headers: { ...headers }, body: body as string });
    const common = { subgraph, trusted, post };
    this.signer = new Signer({
      ...common,
      target: `/${sessionPath}`,
      signingKey: () => readSigningKey(key.file),
      receipts: receipts && new Receipts({ ...common, ...receipts, target: `/${receiptPath}`, stats: this.stats }),
    });
  }

  /**
   * Asks the subgraph.
   * @param change what happens to the request on its way.
   */
  async ask(
    query: string,
    { caller, purpose, target = '/graphql', change }: Asking = {},
    further: Readonly<Record<string, string>> = {},
  ): Promise<CheckedAnswer> {
    const body = JSON.stringify({ query });
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-request-id': 'r-1',
      ...further,
    };
    const request: UnsignedRequest = { method: 'POST', target, headers, body, caller, purpose };
    const signed = await this.signer.signWhenReady(request);
    const sent: SentRequest = {
      method: 'POST',
      url: `${this.options.url}${target}`,
      headers: { ...headers, ...signed.headers },
      body,
    };
    change?.(sent);
    const answer = await this.#send(sent);
    const text = Buffer.from(answer.body ?? '').toString();
    return { status: answer.status, text, verdict: signed.check(answer), sent };
  }

  /** Asks the subgraph; its answer, if it is the subgraph's own. */
  async query(query: string, asking: Asking = {}): Promise<Answer> {
    const { verdict, status, text } = await this.ask(query, asking);
    if (verdict !== 'genuine') throw new Error(`The answer is ${verdict}: HTTP status ${status}, ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Sends a receipt or another statement that a gateway's key signs. */
  async state(
    stated: Receipt | object,
    { key = this.options.key, expires = 30, path = receiptPath, change }: Stating = {},
  ): Promise<{ readonly status: number; readonly answer: object }> {
    const body = JSON.stringify(stated);
    const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body) };
    const created = Math.floor(Date.now() / 1000);
    const signed = signRequest({ method: 'POST', target: `/${path}`, headers }, readSigningKey(key.file), {
      created,
      expires: created + expires,
      nonce: crypto.randomUUID(),
    });
    const url = `${this.options.url}/${path}`;
    const sent: SentRequest = { method: 'POST', url, headers: { ...headers, ...signed }, body };
    change?.(sent);
    const answer = await send(sent);
    return { status: answer.status, answer: JSON.parse(answer.body.toString()) as object };
  }

  async #send(sent: SentRequest): Promise<UncheckedAnswer> {
    this.sent.push(sent);
    return send(sent);
  }
}

/** A caller with some scopes, as a gateway names it. */
export function callerWith(...scopes: readonly string[]): string {
  return callerOf({ subject: 'lan', roles: ['staff'], scopes });
}

/** A caller, as a gateway names it. */
export function callerOf(caller: Caller): string {
  return Buffer.from(JSON.stringify(caller)).toString('base64url');
}

interface Stating {
  readonly key?: KeyFiles;
  /** After how many seconds it is good no more. */
  readonly expires?: number;
  /** The path; the path of receipts by default. */
  readonly path?: string;
  readonly change?: (request: SentRequest) => void;
}

interface Asking {
  readonly caller?: string;
  readonly purpose?: string;
  /** The path; `/graphql` by default. */
  readonly target?: string;
  readonly change?: (request: SentRequest) => void;
}

/** Sends a request unchanged. */
export async function send({ method, url, headers, body }: SentRequest): Promise<UncheckedAnswer & { body: Buffer }> {
  const response = await fetch(url, { method, headers, body: body ?? null });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** The gateway of a hub that `hub start` keeps in a data folder, as one of its subgraphs knows it. */
export function launchedGateway(
  dataFolder: string,
  subgraph: string,
  url: string,
  receipts?: ReceiptSettings,
): SigningGateway {
  const keyOf = (name: string) => join(dataFolder, name, 'signing.key');
  const file = keyOf('gateway');
  const key = { file, publicFile: publicFileOf(file) };
  return new SigningGateway({ subgraph, url, key, trusted: [publicFileOf(keyOf(subgraph))], receipts });
}
