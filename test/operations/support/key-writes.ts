import { pace } from '../../support/until.js';
import { isNotReady, post } from './load.js';
import type { OperatedHub } from './operated-hub.js';

/** A write, and what became of it. */
export interface KeyWrite {
  readonly name: string;
  readonly at: number;
  /** Whether an answer said that it is done, or that it is not; undefined where no answer said so. */
  readonly isDone: boolean | undefined;
  /** The code of its answer, or the system's where none came. */
  readonly code: string;
}

/** How often a write begins, in milliseconds. */
const everyMs = 1000;

interface Answer {
  readonly data?: { readonly createProgramKey?: { readonly key: { readonly id: string } } | null } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly executed?: boolean } }[];
}

/** Creates a key with a new name once a second, through each gateway in turn, and revokes it. */
export class KeyWrites {
  readonly writes: KeyWrite[] = [];
  readonly #over = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #count = 0;

  constructor(private readonly hub: OperatedHub) {}

  start(): void {
    void this.#loop();
  }

  /** Starts no more writes, and waits for the running ones. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.settled();
  }

  /** Waits for the running writes. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #loop(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const writing = this.#write(this.#count++);
      this.#running.add(writing);
      void writing.finally(() => this.#running.delete(writing));
      await pace(everyMs, this.#over.signal);
    }
  }

  async #write(number: number): Promise<void> {
    const [name, at] = [`chaos ${number}`, Date.now()];
    const input = `{ name: "${name}", role: "analyst", purpose: "steering" }`;
    try {
      const { data, errors = [] } = await this.#ask(number, `createProgramKey(input: ${input}) { key { id } }`);
      const id = data?.createProgramKey?.key.id;
      const { code = 'no code', executed } = errors[0]?.extensions ?? {};
      this.writes.push({ name, at, isDone: id === undefined ? executed : true, code: id === undefined ? code : '' });
      // A caller has at most twenty keys. One that cannot be revoked now stays.
      if (id !== undefined) await this.#ask(number, `revokeProgramKey(id: "${id}") { id }`).catch(() => undefined);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      this.writes.push({ name, at, isDone: undefined, code });
    }
  }

  /**
   * Asks the gateways in turn. If a gateway takes no connection or is not ready, it has done nothing, and the next one
   * is asked.
   */
  async #ask(number: number, field: string): Promise<Answer> {
    const { gateways, headers } = this.hub;
    const body = JSON.stringify({ query: `mutation { ${field} }` });
    let failure: unknown;
    for (const [index] of gateways.entries()) {
      const gateway = this.hub.part(gateways[(number + index) % gateways.length] ?? '');
      try {
        const come = await post(`${gateway.url}/graphql`, { ...headers, 'content-type': 'application/json' }, body);
        if (isNotReady(come) && index < gateways.length - 1) continue;
        return JSON.parse(come.text) as Answer;
      } catch (error) {
        failure = error;
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') break;
      }
    }
    throw failure;
  }
}
