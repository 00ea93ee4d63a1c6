import { randomUUID } from 'node:crypto';
import { SharedCache } from '../base/shared-cache.js';
import type { FetchAnswer } from './fetch.js';
import type { SubgraphAsk } from './subgraph-client.js';
import { isRecord } from './subgraph-response.js';

/** An answer whose every value is decided by the version of the figures, as its subgraph said. */
interface Kept {
  readonly version: string;
  readonly answer: FetchAnswer;
}

/** A question for the version that is on its way, and the one after it. */
interface Asked {
  readonly running: Promise<string | undefined>;
  next?: Promise<string | undefined>;
}

type Send = (ask: SubgraphAsk) => Promise<FetchAnswer>;

/** What an entry takes beside its bytes, about: its key's other parts, and the places in three lists. */
const entryBytes = 512;

/** How many lengths are remembered. */
const maxLengths = 10_000;

/** Where an answer says it, in its last bytes: GraphQL puts extensions behind the data. */
const tailBytes = 1024;

const mark = '"restsOnFigures"';

/** By which a subgraph is asked which version its figures have now. */
const versionBody = Buffer.from('{"query":"{ figuresVersion }"}');

/** The figures that gateways keep for callers of whom nothing is known, of all subgraphs together. */
export type KeptAnswers = SharedCache<Kept>;

/** @param maxBytes what all of them may take. */
export function keptAnswers(maxBytes: number): KeptAnswers {
  return new SharedCache(maxBytes);
}

/**
 * Gives public figures again without having them computed: an answer of which its subgraph said that it rests on a version
 * of the figures alone, for as long as that is the version. The subgraph is asked for the version each time, once for all
 * who ask meanwhile, so that no figure is given after another was there. Only what is asked in nobody's name is kept, and
 * only for who asks for the same purpose; who may see more is always answered anew.
 */
export class KeptFigures {
  /** By what decides the version beside the moment, the questions for it that are on their way. */
  readonly #asked = new Map<string, Asked>();
  /** How many bytes what had such an answer has: of most that is asked, this tells that nothing is kept of it. */
  readonly #lengths = new Set<number>();

  /** @param subgraph its name. */
  constructor(
    private readonly subgraph: string,
    private readonly kept: KeptAnswers,
    private readonly send: Send,
  ) {}

  /**
   * Answers what is asked in nobody's name.
   * @param ask what is asked; its answer is the same for all who ask it for that purpose.
   * @param anew asks the subgraph.
   * @param isKept is told where an answer is given again.
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

  /** The version that is the present one at some moment after this was called; undefined where it cannot be had. */
  #version({ caller, purpose }: SubgraphAsk): Promise<string | undefined> {
    const key = `${caller ?? ''}\n${purpose ?? ''}`;
    const asked = this.#asked.get(key);
    const ask = (): Promise<string | undefined> => {
      const what = { body: versionBody, requestId: randomUUID(), caller, purpose, idempotent: true };
      const running = this.send(what).then(
        ({ body }) => readVersion(body),
        // Whoever asks for the figures themselves is told what is wrong.
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
    // What is on its way may have been read before whoever calls now was told of something newer.
    asked.next ??= asked.running.then(ask);
    return asked.next;
  }
}

/** The version that an answer says it rests on alone; undefined where it says none, or is no whole answer. */
function versionIn({ status, body }: FetchAnswer): string | undefined {
  // Looked for before it is read: what rests on other things is most of what is asked.
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
