import {
  appTerms,
  documentHash,
  type FeedApp,
  type FeedKey,
  keyTerms,
  maxTermsBytes,
  type RegisteredApp,
} from '@hub/protocol';
import type { Pool } from 'undici';
import { SingleFlight } from '../base/single-flight.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import type { FeedTerms } from './program-keys.js';

/** The time limit of a text from the registry, in milliseconds, and the maximum number of parallel requests. */
const [answerMs, connections] = [5000, 4];

/** The registry sent another text than the feed names, or no text. */
export class ContentFault extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reports when the registry stops sending the content of its feed, and when it does again. */
export interface ContentLog {
  readonly error: (details: object, message: string) => void;
  readonly info: (message: string) => void;
}

/** A text of the registry, with its digest in the feed. */
export interface NamedText {
  /** Below the feed's path, such as `apps/app-…`. */
  readonly path: string;
  readonly digest: string;
  readonly maxBytes: number;
}

/** Fetches the content of the feed's digests from the registry. Concurrent requests for one digest share a fetch. */
export class RegistryContent implements FeedTerms {
  readonly #pool: Pool;
  readonly #flights = new SingleFlight<string>();
  #token: string;
  #isFailing = false;

  constructor(
    { url, token }: OperatorEndpoint,
    private readonly log: ContentLog,
  ) {
    this.#token = token;
    this.#pool = openPool(new URL(url).origin, { connections, headersMs: answerMs, bodyMs: answerMs });
  }

  /** Uses another token for the registry from now on. */
  useToken(token: string): void {
    this.#token = token;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** @throws ContentFault */
  readonly ofKey = async ({ id, terms = '' }: FeedKey) =>
    keyTerms.parse(JSON.parse(await this.text({ path: `keys/${id}`, digest: terms, maxBytes: maxTermsBytes })));

  /** @throws ContentFault */
  readonly ofApp = async ({ id, state, terms }: FeedApp): Promise<RegisteredApp> => {
    const text = await this.text({ path: `apps/${id}`, digest: terms, maxBytes: maxTermsBytes });
    return { ...appTerms.parse(JSON.parse(text)), id, state };
  };

  /** Fetches the text of a digest. @throws ContentFault if the registry sends none, or another. */
  async text({ path, digest, maxBytes }: NamedText): Promise<string> {
    try {
      const text = await this.#flights.run(`${path} ${digest}`, () => this.#ask(path, maxBytes));
      if (documentHash(text) !== digest)
        throw new ContentFault(200, `Expected the text of ${digest} at ${path}, got another.`);
      if (this.#isFailing) this.log.info('the registry sends again what its feed names');
      this.#isFailing = false;
      return text;
    } catch (error) {
      const fault = error instanceof ContentFault ? error : new ContentFault(0, (error as Error).message);
      if (!this.#isFailing) this.log.error({ err: fault, path }, 'the registry does not send what its feed names');
      this.#isFailing = true;
      throw fault;
    }
  }

  async #ask(path: string, maxBytes: number): Promise<string> {
    const { statusCode, body } = await this.#pool.request({
      path: `/operator/registry/feed/${path}`,
      method: 'GET',
      headers: { authorization: `Bearer ${this.#token}` },
    });
    const text = (await readAtMost(body, maxBytes)).toString();
    if (statusCode === 200) return text;
    throw new ContentFault(statusCode, `The registry answered ${statusCode} at ${path}.`);
  }
}
