import { randomUUID } from 'node:crypto';
import { SharedCache } from '../base/shared-cache.js';
import type { FetchAnswer } from './fetch.js';
import type { SubgraphAsk } from './subgraph-client.js';
import { isRecord } from './subgraph-response.js';

/** A cached answer that depends only on the version of the figures, as its subgraph stated. */
interface Kept {
  readonly version: string;
  readonly answer: FetchAnswer;
}

/** A request for the version in flight, and the next one. */
interface Asked {
  readonly running: Promise<string | undefined>;
  next?: Promise<string | undefined>;
}

type Send = (ask: SubgraphAsk) => Promise<FetchAnswer>;

/** The estimated size of an entry without its body: the rest of its key, and its places in three lists. */
const entryBytes = 512;

/** How many lengths are remembered. */
const maxLengths = 10_000;

/** The version is in the last bytes of an answer: GraphQL writes extensions after the data. */
const tailBytes = 1024;

const mark = '"restsOnFigures"';

/** The request for the present version of a subgraph's figures. */
const versionBody = Buffer.from('{"query":"{ figuresVersion }"}');

/** The cache of figures for anonymous callers, for all subgraphs together. */
export type KeptAnswers = SharedCache<Kept>;

/** @param maxBytes the most memory of all answers. */
export function keptAnswers(maxBytes: number): KeptAnswers {
  return new SharedCache(maxBytes);
}

/**
 * Caches public figures: an answer whose subgraph states that it depends only on a version of the figures is reused
 * while that version is the present one. The version is fetched each time, once for all concurrent requests, so that no
 * caller gets an old figure after a newer one was published. Only anonymous requests are cached, separately for each
 * purpose; other callers always get fresh answers.
 */
export class KeptFigures {
  /** The version requests in flight, by caller and purpose. */
  readonly #asked = new Map<string, Asked>();
  /** The lengths of requests with cacheable answers: most other requests are recognised by their length alone. */
  readonly #lengths = new Set<number>();

  /** @param subgraph its name. */
  constructor(
    private readonly subgraph: string,
    private readonly kept: KeptAnswers,
    private readonly send: Send,
  ) {}

  /**
   * Answers an anonymous request.
   * @param ask the request; its answer is equal for all anonymous callers with that purpose.
   * @param anew sends it to the subgraph.
   * @param isKept called when a cached answer is used.
   */
  answer(ask: SubgraphAsk, anew: () => Promise<FetchAnswer>, isKept: () => void): Promise<FetchAnswer> {
    if (this.#lengths.has(ask.body.length)) return this.#answerKept(ask, anew, isKept);
    return anew().then((answer) => {
      this.#keep(ask, answer);
      return answer;
    });
  }

  async #answerKept(ask: SubgraphAsk, anew: () => Promise<FetchAnswer>, isKept: () => void): Promise<FetchAnswer> {
    const known = this.kept.get(this.#keyOf(ask), ask.callerId);
    if (known && (await this.#version(ask)) === known.version) {
      isKept();
      return known.answer;
    }
    const answer = await anew();
    this.#keep(ask, answer);
    return answer;
  }

  #keep(ask: SubgraphAsk, answer: FetchAnswer): void {
    const version = versionIn(answer);
    if (version === undefined) return;
    if (this.#lengths.size >= maxLengths) this.#lengths.clear();
    this.#lengths.add(ask.body.length);
    const key = this.#keyOf(ask);
    this.kept.set(key, { version, answer }, answer.body.length + key.length + entryBytes, ask.callerId);
  }

  #keyOf({ caller = '', purpose = '', body }: SubgraphAsk): string {
    return [this.subgraph, caller, purpose, body.toString('latin1')].join('\n');
  }

  /** The version at some moment after this call; undefined if unavailable. */
  #version({ caller, purpose }: SubgraphAsk): Promise<string | undefined> {
    const key = `${caller ?? ''}\n${purpose ?? ''}`;
    const asked = this.#asked.get(key);
    const ask = (): Promise<string | undefined> => {
      const what = { body: versionBody, requestId: randomUUID(), caller, purpose, idempotent: true };
      const running = this.send(what).then(
        ({ body }) => readVersion(body),
        // The fetch of the figures reports the error.
        () => undefined,
      );
      const mine: Asked = { running };
      this.#asked.set(key, mine);
      void running.then(() => {
        if (this.#asked.get(key) === mine && !mine.next) this.#asked.delete(key);
      });
      return running;
    };
    if (!asked) return ask();
    // The request in flight may have read the version before a change that this caller already knows of.
    asked.next ??= asked.running.then(ask);
    return asked.next;
  }
}

/** The version that an answer depends on alone; undefined if it states none, or has errors. */
function versionIn({ status, body }: FetchAnswer): string | undefined {
  // Searched before parsing: most answers state no version.
  if (status !== 200 || !body.includes(mark, Math.max(0, body.length - tailBytes))) return undefined;
  const response = parsed(body);
  if (!isRecord(response) || response['errors'] !== undefined) return undefined;
  const { extensions } = response;
  const version = isRecord(extensions) ? extensions['restsOnFigures'] : undefined;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function readVersion(body: Buffer): string | undefined {
  const response = parsed(body);
  const data = isRecord(response) ? response['data'] : undefined;
  const version = isRecord(data) ? data['figuresVersion'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
