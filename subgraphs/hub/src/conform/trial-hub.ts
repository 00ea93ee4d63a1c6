import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  canonicalText,
  digestOf,
  handedOverRelease,
  handedOverSketches,
  keptStatement,
  linkFormat,
  linkPath,
  type LinkAnswer,
  maxReleaseBytes,
  mostClockDifferenceMs,
  readLinkMessage,
  ReleaseFault,
  type ReleaseKeys,
  signedMessage,
  verifySignature,
} from '@hub/protocol';
import { readHandedOver, type TrialRelease } from './trial-release.js';

/** A fault of a message or sketch. */
export interface LinkFault {
  readonly code: string;
  readonly message: string;
  /** The received content, in short. */
  readonly came: string;
}

/** Settings of the organisation in a trial's hub. */
export interface TrialHubOptions {
  readonly organisation: string;
  /** Its public keys. */
  readonly keys: ReleaseKeys;
  /** Port; 0 for a free one. */
  readonly port: number;
}

/** The publication that the organisation has to store. */
const handedOut = { id: 'conform', digest: 'A'.repeat(43), signature: 'conform' };

/**
 * A hub for one organisation. It accepts every message, also a faulty one, and records it. It stores data in memory,
 * and listens on this machine only.
 */
export class TrialHub {
  /** Received releases by number; if a number came several times, the first. */
  readonly releases = new Map<number, TrialRelease>();
  /** The sealed sketches by their digests. */
  readonly sketches = new Map<string, string>();
  /** Faults of messages and sketches. */
  readonly faults: LinkFault[] = [];
  /** Numbers of releases that came again with another text. */
  readonly altered: number[] = [];
  /** The organisation's answers: whether it stored the publication and saw the notice. */
  readonly said = { kept: false, noted: false, again: new Set<number>() };
  readonly keys: Map<string, ReleaseKeys extends ReadonlyMap<string, infer Key> ? Key : never>;
  readonly #tickets = new Set<string>();
  readonly #server: Server;
  readonly #watchers = new Set<() => void>();
  #after = 0;
  #exchanges = 0;
  #wanted = new Map<string, number>();

  constructor(private readonly options: TrialHubOptions) {
    this.keys = new Map(options.keys);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        answer(response, 500, { code: 'INTERNAL_SERVER_ERROR', message: (error as Error).message });
      });
    });
  }

  /** Starts the hub. @returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((listening, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(this.options.port, '127.0.0.1', listening);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** Number of correct messages. */
  get exchanges(): number {
    return this.#exchanges;
  }

  /** The number of the newest release. */
  get newest(): number {
    return Math.max(0, ...this.releases.keys());
  }

  /** Requests all releases again. */
  askAgain(): void {
    this.#after = 0;
    this.said.again.clear();
  }

  /** Waits until a condition on the received messages holds; false after the time limit. */
  async until(holds: () => boolean, milliseconds: number): Promise<boolean> {
    if (holds()) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = () => {
      if (holds()) resolve(true);
    };
    const timer = setTimeout(() => {
      resolve(false);
    }, milliseconds);
    this.#watchers.add(look);
    const held = await promise;
    this.#watchers.delete(look);
    clearTimeout(timer);
    return held;
  }

  /** Whether a release arrived with all its sketches. */
  hasWhole(number: number): boolean {
    const named = this.releases.get(number)?.header?.sketches ?? [];
    return this.releases.has(number) && named.every(({ digest }) => this.sketches.has(digest));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', headers } = request;
    if (Number(headers['content-length'] ?? 0) > maxReleaseBytes) {
      answer(response, 413, { code: 'TOO_LARGE', message: `Expected at most ${maxReleaseBytes} bytes.` });
      return;
    }
    const text = (await buffer(request)).toString();
    const what = url.split(`/${linkPath}/`)[1];
    const ticket = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    try {
      if (what === 'exchanges') answer(response, 200, await this.#exchange(text));
      else if (what === 'statements') answer(response, 200, await this.#statement(text));
      else if (ticket === undefined || !this.#tickets.has(ticket)) {
        throw new ReleaseFault('UNKNOWN_KEY', 'Expected the ticket of an exchange.');
      } else if (what === 'releases') answer(response, 200, await this.#release(text));
      else if (what === 'sketches') {
        this.#takeSketches(text);
        response.writeHead(204).end();
      } else answer(response, 404, { code: 'NOT_FOUND', message: `Expected an address of ${linkPath}, got ${url}.` });
    } catch (error) {
      const code = error instanceof ReleaseFault ? error.code : 'BAD_USER_INPUT';
      const { message } = error as Error;
      this.faults.push({ code, message, came: `POST ${url}\n${text.slice(0, 600)}` });
      answer(response, code === 'BAD_USER_INPUT' ? 400 : 422, { code, message });
    }
    for (const look of this.#watchers) look();
  }

  /** The content of a message, if one of the organisation's current keys signed it. */
  async #signed(text: string): Promise<string> {
    const { message, signature } = signedMessage.parse(JSON.parse(text));
    await verifySignature(message, signature, this.keys);
    return message;
  }

  async #exchange(text: string): Promise<LinkAnswer> {
    const said = readLinkMessage(await this.#signed(text));
    const { organisation } = this.options;
    if (said.organisation !== organisation) {
      throw new ReleaseFault('OTHER_ORGANISATION', `Expected ${organisation}, but got ${said.organisation}.`);
    }
    if (Math.abs(Date.now() - Date.parse(said.at)) > mostClockDifferenceMs) {
      throw new ReleaseFault('WRONG_CLOCK', `Expected a message of the last five minutes, but it is of ${said.at}.`);
    }
    for (const kept of said.kept) {
      await verifySignature(keptStatement(organisation, kept), kept.signature, this.keys);
      if (kept.id === handedOut.id && kept.digest === handedOut.digest) this.said.kept = true;
    }
    if (said.noted.some(({ number, state }) => number === 1 && state === 'ACCEPTED')) this.said.noted = true;
    this.#exchanges += 1;
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    const hasFirst = this.releases.has(1);
    return {
      releases: { held: this.newest, after: this.#after },
      sketches: [...this.#wanted].map(([digest, number]) => ({ digest, number })),
      publications: this.said.kept ? [] : [handedOut],
      notices: hasFirst && !this.said.noted ? [{ number: 1, state: 'ACCEPTED', reason: 'a trial' }] : [],
      ticket,
    };
  }

  /** Accepts a statement; a statement about a key adds that key. */
  async #statement(text: string): Promise<object> {
    const message = await this.#signed(text);
    const { statement } = JSON.parse(message) as { statement?: { kind?: string; publicKey?: string } };
    if (statement?.kind !== 'KEY') return { organisation: this.options.organisation, kind: statement?.kind ?? null };
    this.trust(statement.publicKey ?? '');
    return { organisation: this.options.organisation, kind: 'KEY' };
  }

  /** Adds a public key of the organisation. */
  trust(pem: string): void {
    const { id, key } = readHandedOver.publicKey(pem);
    this.keys.set(id, key);
  }

  async #release(text: string): Promise<object> {
    const given = handedOverRelease.parse(JSON.parse(text));
    const number = readHandedOver.numberOf(given.header);
    const former = this.releases.get(number);
    if (former) {
      this.said.again.add(number);
      const isSame = former.given.header === given.header && former.given.pages.join() === given.pages.join();
      if (!isSame) this.altered.push(number);
    } else {
      const previous = this.releases.get(number - 1);
      const release = await readHandedOver.release(given, previous, { ...this.options, keys: this.keys });
      this.releases.set(number, release);
      for (const { digest } of release.header?.sketches ?? []) this.#wanted.set(digest, number);
    }
    this.#after = Math.max(this.#after, number);
    const receipt = canonicalText({
      ...{ format: linkFormat, organisation: this.options.organisation, number, hash: digestOf(given.header) },
      ...{ state: former ? 'HELD' : 'TAKEN', uncounted: [], at: new Date().toISOString() },
    });
    return { receipt, signature: null };
  }

  #takeSketches(text: string): void {
    const { digest, sealed } = handedOverSketches.parse(JSON.parse(text));
    const got = digestOf(sealed);
    if (got !== digest)
      throw new ReleaseFault('OTHER_DIGEST', `Expected sealed sketches of ${digest}, but got ${got}.`);
    this.sketches.set(digest, sealed);
    this.#wanted.delete(digest);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
