import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  agreeOnKeys,
  contentDigest,
  exchangeDigest,
  type Headers,
  type NamedKey,
  newEphemeral,
  readReceipt,
  readSessionOffer,
  type ReadSignature,
  readSignature,
  type SessionKeys,
  signedAnswer,
  verifiedRequest,
} from '@hub/protocol';
import { graphql, parse } from 'graphql';
import { elapse } from './until.js';

/** Faults that a subgraph may have; each name says the fault. */
export const wrongs = [
  ...[
    'takes unsigned requests',
    'takes requests again',
    'takes requests that have expired',
    'takes requests of the future',
  ],
  ...['takes requests that are good for long', 'takes changed headers', 'takes changed bodies', 'takes other labels'],
  ...['takes numbers far behind', 'takes nonces that are no numbers', 'refuses late requests', 'refuses with 403'],
  ...['says why it refuses', 'signs its refusals', 'signs no answer', 'signs answers with its own key'],
  ...[
    'has no digest',
    'has the digest of another body',
    'does not cover the request',
    'signs no errors',
    'answers faults with 500',
  ],
  ...['grants sessions to strangers', 'grants sessions that are meant for others', 'grants offers again'],
  ...[
    'grants expired offers',
    'grants offers whose body changed',
    'signs no grant',
    'grants sessions without their end',
  ],
  ...['derives other keys', 'sorts entities', 'leaves out who is not there', 'has errors of who is not there'],
  ...[
    'answers entities once',
    'takes few entities',
    'has no schema',
    'lists a citizen’s number',
    'has a field of a citizen’s number',
    'is of Federation 1',
    'shows guarded fields to nobody',
  ],
  ...['gives guarded fields to who lacks a scope', 'refuses rights without a code', 'refuses who has all rights'],
  ...['refuses other purposes', 'gives guarded fields to whoever cannot be read'],
  ...['answers late', 'grants sessions for a day', 'waits for requests that never end'],
  ...['answers entities as another type', 'is not ready', 'tells its database of its health'],
  ...['answers its health with a page'],
  ...['acknowledges all', 'acknowledges twice', 'takes receipts of strangers', 'takes receipts for others'],
] as const;

export type Wrong = (typeof wrongs)[number];

interface Session {
  readonly keys: SessionKeys;
  readonly seen: Set<number>;
  highest: number;
  readonly exchanges: Map<number, { request: string; answer?: string }>;
}

const schema = buildSubgraphSchema([
  {
    typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])
    type Query { groups: [Group!], secret: String @requiresScopes(scopes: [["records:read"]]) }
    type Group @key(fields: "code") { code: ID! }
  `),
    resolvers: {
      Query: { groups: () => ['B', 'A', 'C'].map((code) => ({ code })), secret: () => 'known' },
      Group: { __resolveReference: ({ code }: { code: string }) => ('ABC'.includes(code) ? { code } : null) },
    },
  },
]);

class Refused extends Error {}

/** What of a caller counts here. */
interface Told {
  readonly scopes?: readonly string[];
  readonly subject?: string;
}

const everything: Told = { scopes: ['records:read'], subject: 'whoever' };

/** Reads who asks; undefined where that cannot be read. */
function readCaller(header: string | undefined): Told | undefined {
  try {
    return JSON.parse(Buffer.from(header ?? 'e30', 'base64url').toString()) as Told;
  } catch {
    return undefined;
  }
}

/** How long a gateway waits for this subgraph in tests of time, in milliseconds. */
export const lateMs = 400;

/** A subgraph of few lines that speaks the protocol, but for one thing that it gets wrong. */
export class WrongSubgraph {
  readonly #server: Server;
  readonly #sessions = new Map<string, Session>();
  readonly #nonces = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: { readonly name: string; readonly signingKey: NamedKey; readonly gateway: NamedKey },
    private readonly wrong: Wrong | undefined,
  ) {
    this.#server = createServer((request, response) => {
      void this.#handle(request, response);
    });
  }

  async start(): Promise<URL> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #is(wrong: Wrong): boolean {
    return this.wrong === wrong;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.#health(request.url ?? '', response);
      return;
    }
    const earlier = this.#turn;
    const own = buffer(request);
    this.#turn = Promise.allSettled([earlier, own]);
    const body = await own.catch(() => undefined);
    if (!body) return;
    if (this.#is('waits for requests that never end')) await earlier;
    const { url: target = '', method = '' } = request;
    const sent = { method, target, headers: request.headers as Headers };
    try {
      if (target === '/trust/session') this.#grant(sent, body, response);
      else if (target === '/trust/receipt') this.#receipt(sent, body, response);
      else await this.#ask(sent, body, response);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const why = this.#is('says why it refuses') ? `: ${error.message}` : '';
      const text = JSON.stringify({ code: 'UNAUTHENTICATED', message: `Not signed${why}` });
      const signed = this.#is('signs its refusals') ? { signature: 'hub=:AAAA:' } : {};
      response.writeHead(this.#is('refuses with 403') ? 403 : 401, { 'content-type': 'application/json', ...signed });
      response.end(text);
    }
  }

  #health(target: string, response: ServerResponse): void {
    const isReady = target === '/healthz' || !this.#is('is not ready');
    const more = this.#is('tells its database of its health') ? { database: 'postgresql://own:own@127.0.0.1/own' } : {};
    const status = ['/healthz', '/readyz'].includes(target) ? (isReady ? 200 : 503) : 404;
    const type = this.#is('answers its health with a page') ? 'text/html; charset=utf-8' : 'application/json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify({ status, ...more }));
  }

  #read({ headers }: { headers: Headers }): ReadSignature {
    const plain = (value: unknown) => (typeof value === 'string' ? value.replace('sig=', 'hub=') : value);
    const given = this.#is('takes other labels')
      ? { 'signature-input': plain(headers['signature-input']), signature: plain(headers['signature']) }
      : headers;
    const read = readSignature(given as Headers);
    if (!read) throw new Refused('no signature');
    return read;
  }

  #timely({ created, expires = 0 }: ReadSignature, isOffer: boolean): void {
    const now = Math.floor(Date.now() / 1000);
    const takesStale = this.#is(isOffer ? 'grants expired offers' : 'takes requests that have expired');
    if (created > now + 30 && !this.#is('takes requests of the future')) throw new Refused('future');
    if (expires <= now && !takesStale) throw new Refused('stale');
    if (expires - created > 60 && !this.#is('takes requests that are good for long')) throw new Refused('long');
  }

  /** Judges what a gateway signs with its own key. */
  #own(
    sent: { method: string; target: string; headers: Headers },
    body: Buffer,
    takesStrangers: boolean,
  ): ReadSignature {
    const read = this.#read(sent);
    const { gateway } = this.options;
    if (read.keyId !== gateway.id && !takesStrangers) throw new Refused('stranger');
    this.#timely(read, true);
    if (!takesStrangers && verifiedRequest(sent, read, gateway.key) === undefined) throw new Refused('altered');
    if (sent.headers['content-digest'] !== contentDigest(body) && !this.#is('grants offers whose body changed')) {
      throw new Refused('body');
    }
    if (this.#nonces.has(read.nonce ?? '') && !this.#is('grants offers again')) throw new Refused('replayed');
    this.#nonces.add(read.nonce ?? '');
    return read;
  }

  #grant(sent: { method: string; target: string; headers: Headers }, body: Buffer, response: ServerResponse): void {
    const { signature } = this.#own(sent, body, this.#is('grants sessions to strangers'));
    const offer = readSessionOffer(body.toString());
    if (!offer) throw new Refused('no offer');
    if (offer.audience !== this.options.name && !this.#is('grants sessions that are meant for others')) {
      throw new Refused('other audience');
    }
    const ephemeral = newEphemeral();
    const session = crypto.randomUUID();
    const seconds = this.#is('grants sessions without their end')
      ? {}
      : { seconds: this.#is('grants sessions for a day') ? 86_400 : 600 };
    const grant = JSON.stringify({ session, publicKey: ephemeral.publicKey, ...seconds });
    try {
      const transcript = `${signature}${this.#is('derives other keys') ? '' : '\n'}${grant}`;
      const keys = agreeOnKeys(ephemeral, offer.publicKey, transcript);
      this.#sessions.set(session, { keys, seen: new Set(), highest: 0, exchanges: new Map() });
    } catch {
      throw new Refused('key');
    }
    const key = this.#is('signs no grant') ? undefined : this.options.signingKey;
    this.#answer(response, 200, grant, signature, key);
  }

  async #ask(
    sent: { method: string; target: string; headers: Headers },
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const isUnsigned = sent.headers['signature'] === undefined;
    if (isUnsigned && this.#is('takes unsigned requests')) {
      const { status, text } = await this.#execute(body, undefined);
      this.#answer(response, status, text, '', undefined);
      return;
    }
    const read = this.#read(sent);
    const session = this.#sessions.get(read.keyId);
    if (!session) throw new Refused('no session');
    this.#timely(read, false);
    const verified = verifiedRequest(sent, read, session.keys.requests);
    if (verified === undefined && !this.#is('takes changed headers')) throw new Refused('altered');
    this.#number(read, session);
    if (sent.headers['content-digest'] !== contentDigest(body) && !this.#is('takes changed bodies'))
      throw new Refused('body');
    if (this.#is('answers late')) await elapse(3 * lateMs, 'an answer that comes late');
    const purpose = sent.headers['hub-purpose'];
    const { status, text, isFault } = await this.#execute(
      this.#is('refuses other purposes') && purpose !== 'steering' ? Buffer.from('{"query":"{"}') : body,
      sent.headers['hub-caller'] as string,
    );
    const own = this.#is('signs answers with its own key') ? this.options.signingKey : undefined;
    const key = own ?? { id: read.keyId, key: session.keys.answers };
    const isSigned = !this.#is('signs no answer') && !(isFault && this.#is('signs no errors'));
    const answer = this.#answer(response, status, text, read.signature, isSigned ? key : undefined);
    session.exchanges.set(Number(read.nonce), { request: verified ?? '', answer });
  }

  #number({ nonce }: ReadSignature, session: Session): void {
    const number = Number(nonce);
    if (!Number.isSafeInteger(number) || number < 1) {
      if (this.#is('takes nonces that are no numbers')) return;
      throw new Refused('no number');
    }
    const isBehind = number <= session.highest - 65_536 && !this.#is('takes numbers far behind');
    const isLate = this.#is('refuses late requests') && number < session.highest;
    if ((session.seen.has(number) && !this.#is('takes requests again')) || isBehind || isLate)
      throw new Refused('replayed');
    session.seen.add(number);
    session.highest = Math.max(session.highest, number);
  }

  #receipt(sent: { method: string; target: string; headers: Headers }, body: Buffer, response: ServerResponse): void {
    const { signature } = this.#own(sent, body, this.#is('takes receipts of strangers'));
    const receipt = readReceipt(body.toString());
    if (!receipt) throw new Refused('no receipt');
    const { audience, session, exchanges } = receipt;
    const known = this.#sessions.get(session)?.exchanges;
    const isForIt = audience === this.options.name || this.#is('takes receipts for others');
    if (!known || !isForIt) throw new Refused('not for it');
    const others = exchanges.flatMap(([number, digest]) => {
      const exchange = known.get(number);
      const isRight =
        exchange !== undefined && [exchange, { request: exchange.request }].map(exchangeDigest).includes(digest);
      if (isRight && !this.#is('acknowledges twice')) known.delete(number);
      return isRight || this.#is('acknowledges all') ? [] : [number];
    });
    const answer = { session, exchanges: exchanges.length - others.length, others };
    this.#answer(response, 200, JSON.stringify(answer), signature, this.options.signingKey);
  }

  /** Answers; returns the text that is signed. */
  #answer(
    response: ServerResponse,
    status: number,
    text: string,
    signature: string,
    key: NamedKey | undefined,
  ): string {
    const digested = this.#is('has the digest of another body') ? `${text} ` : text;
    const headers = {
      'content-type': 'application/json',
      ...(!this.#is('has no digest') && { 'content-digest': contentDigest(digested) }),
    };
    const requestSignature = this.#is('does not cover the request') ? '' : signature;
    const signed = key && signedAnswer({ status, headers, requestSignature }, key, Math.floor(Date.now() / 1000));
    response.writeHead(status, { ...headers, ...signed?.headers });
    response.end(text);
    return signed?.text ?? '';
  }

  async #execute(
    body: Buffer,
    caller: string | undefined,
  ): Promise<{ status: number; text: string; isFault: boolean }> {
    const fault = this.#is('answers faults with 500') ? 500 : 400;
    let asked: { query: string; variables?: { r?: readonly object[] } };
    try {
      asked = JSON.parse(body.toString()) as typeof asked;
    } catch {
      return { status: fault, text: '{"errors":[{"message":"Expected JSON."}]}', isFault: true };
    }
    const { query: source, variables } = asked;
    const read = readCaller(caller) ?? (this.#is('gives guarded fields to whoever cannot be read') ? everything : {});
    const { scopes = [], subject } = read;
    const mayAll =
      (subject === undefined && this.#is('shows guarded fields to nobody')) ||
      (subject !== undefined && this.#is('gives guarded fields to who lacks a scope'));
    const may = (scopes.includes('records:read') && !this.#is('refuses who has all rights')) || mayAll;
    if (source.includes('secret') && !may) {
      const code = this.#is('refuses rights without a code')
        ? {}
        : { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } };
      const errors = [{ message: 'Not authorised.', ...code }];
      return { status: 200, text: JSON.stringify({ data: { it: null }, errors }), isFault: true };
    }
    if (this.#is('takes few entities') && (variables?.r?.length ?? 0) > 100) {
      return { status: fault, text: '{"errors":[{"message":"Too many."}]}', isFault: true };
    }
    const result = await graphql({ schema, source, variableValues: variables });
    const data = result.data as
      | { groups?: { code: string }[]; _entities?: ({ code: string } | null)[]; _service?: { sdl: string } | null }
      | null
      | undefined;
    if (data?.groups && this.#is('lists a citizen’s number')) data.groups[1] = { code: '038068001000' };
    if (data?._service && this.#is('has a field of a citizen’s number'))
      data._service.sdl = data._service.sdl.replace('code: ID!', 'code: ID! soCccd: String');
    if (data?._service && this.#is('has no schema')) data._service = null;
    if (data?._service && this.#is('is of Federation 1'))
      data._service.sdl = data._service.sdl.replace('federation/v2', 'x');
    const errors = [...(result.errors ?? [])] as { message: string }[];
    if (data?._entities) {
      if (this.#is('answers entities as another type')) {
        data._entities = data._entities.map((one) => one && { ...one, __typename: 'Team' });
      }
      if (this.#is('sorts entities')) data._entities.sort((a, b) => ((a?.code ?? '') < (b?.code ?? '') ? -1 : 1));
      if (this.#is('has errors of who is not there') && data._entities.includes(null))
        errors.push({ message: 'Nobody.' });
      if (this.#is('leaves out who is not there')) data._entities = data._entities.filter((one) => one !== null);
      if (this.#is('answers entities once')) {
        data._entities = [...new Map(data._entities.map((one) => [one?.code, one])).values()];
      }
    }
    const text = JSON.stringify({ ...(data !== undefined && { data }), ...(errors.length > 0 && { errors }) });
    return { status: data === undefined ? fault : 200, text, isFault: errors.length > 0 };
  }
}
