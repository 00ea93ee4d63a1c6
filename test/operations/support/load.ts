import { Agent, request } from 'node:http';
import { pace, until } from '../../support/until.js';
import { type Come, judge, type Outcome } from './judge.js';
import { type Question, questions, type Write, writes } from './world.js';

/** A request of the load, and what became of it. */
export interface Asked {
  readonly id: string;
  readonly question: Question;
  /** The test's clock, in milliseconds. */
  readonly at: number;
  readonly endedAt: number;
  readonly outcome: Outcome | 'unanswered';
  /** Codes of its errors; of a request that was not answered, the system's. */
  readonly codes: readonly string[];
  readonly why?: string;
  /** Whether the audit log must have it. */
  readonly isLogged: boolean;
}

/** An import of the load that was acknowledged. */
export interface Acknowledged {
  readonly write: Write;
  readonly code: string;
}

/** The endpoints of a load. */
export interface LoadTargets {
  /** The gateways, which take turns; a request that one does not answer goes to the next. */
  readonly gateways: () => readonly string[];
  /** Where an organisation's subgraph is. */
  readonly subgraph: (organisation: string) => string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly importToken: (organisation: string) => string;
}

/** How often a load asks, and how often it imports: not at all unless it says how often. In milliseconds. */
export interface LoadPace {
  readonly askEveryMs: number;
  readonly importEveryMs?: number;
}

const lightPace: LoadPace = { askEveryMs: 80, importEveryMs: 500 };

/** How long an answer is waited for, in milliseconds. */
const patienceMs = 20_000;

/**
 * A light load. It compares each answer with the known right one, and records requests and acknowledged imports, so
 * that a test can look for them later.
 */
export class Load {
  readonly asked: Asked[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** The organisations that errors may name during the running fault. */
  mayFail: readonly string[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #importing = new Set<string>();
  /** One connection for each request: none is lost for having been kept too long. */
  readonly #agent = new Agent({ keepAlive: false });
  #isOver = false;
  #asked = 0;
  #written = 0;

  constructor(
    private readonly targets: LoadTargets,
    private readonly pace = lightPace,
  ) {}

  start(): void {
    const { askEveryMs, importEveryMs } = this.pace;
    void this.#every(askEveryMs, () => this.#ask());
    if (importEveryMs !== undefined) void this.#every(importEveryMs, () => this.#import());
  }

  /** Starts no more requests, and waits for the running ones. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  /** Waits for the running requests. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Waits until so many more requests have ended than now, however they did. */
  async more(count: number): Promise<void> {
    const least = this.asked.length + count;
    await until(() => this.asked.length >= least, { what: `${count} more requests of the load to end` });
  }

  async #every(milliseconds: number, act: () => Promise<void>): Promise<void> {
    while (!this.#isOver) {
      const acting = act();
      this.#running.add(acting);
      void acting.finally(() => this.#running.delete(acting));
      await pace(milliseconds);
    }
  }

  async #ask(): Promise<void> {
    const number = this.#asked++;
    const question = questions[number % questions.length] as Question;
    const id = `load-${number}`;
    const at = Date.now();
    const headers = { ...this.targets.headers(), 'content-type': 'application/json', 'x-request-id': id };
    const body = JSON.stringify({ query: question.query });
    const mayFail = this.mayFail;
    let failure = 'nobody';
    const gateways = this.targets.gateways();
    for (const [index] of gateways.entries()) {
      const gateway = gateways[(number + index) % gateways.length] ?? '';
      try {
        const come = await this.#post(`${gateway}/graphql`, headers, body);
        if (isNotReady(come) && index < gateways.length - 1) continue;
        const { isAnswered, ...judged } = judge(question.right, come, [...new Set([...mayFail, ...this.mayFail])]);
        const isLogged = isAnswered && !question.isPublic;
        this.asked.push({ id, question, at, endedAt: Date.now(), ...judged, isLogged });
        return;
      } catch (error) {
        failure = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      }
    }
    const codes = [failure];
    this.asked.push({ id, question, at, endedAt: Date.now(), outcome: 'unanswered', codes, isLogged: false });
  }

  async #import(): Promise<void> {
    const write = writes[this.#written % writes.length] as Write;
    const { organisation, kind, csv } = write;
    const code = `W${this.#written++}`;
    if (this.#importing.has(organisation)) return;
    this.#importing.add(organisation);
    try {
      const { text } = await this.#post(
        `${this.targets.subgraph(organisation)}/operator/imports/${kind}`,
        { 'content-type': 'text/csv', authorization: `Bearer ${this.targets.importToken(organisation)}` },
        csv(code),
      );
      if (isAcknowledged(text)) this.acknowledged.push({ write, code });
    } catch {
      // An import that is not acknowledged may be lost.
    } finally {
      this.#importing.delete(organisation);
    }
  }

  #post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Come> {
    return post(url, headers, body, this.#agent);
  }
}

/** Whether a gateway refused a request because it is not ready yet; a load balancer sends such a request to another. */
export function isNotReady({ status, text }: Come): boolean {
  return status === 503 && text.includes('NOT_READY');
}

/** Whether an import said at its end that its one row is in. */
export function isAcknowledged(lines: string): boolean {
  const last = lines.trimEnd().split('\n').at(-1) ?? '';
  return last.includes('"type":"done"') && last.includes('"written":1') && last.includes('"rejected":0');
}

/** Sends a body. @throws the system's error where no whole answer comes in time. */
export function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  agent = new Agent({ keepAlive: false }),
): Promise<Come> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': length } });
    const late = setTimeout(() => sent.destroy(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
    const failed = (error: Error) => {
      clearTimeout(late);
      reject(error);
    };
    sent.on('error', failed).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', failed);
      response.on('end', () => {
        clearTimeout(late);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.end(body);
  });
}
