import { BoundedPool, type BoundedPoolOptions, isJson } from './bounded-pool.js';

/** What answers GraphQL over HTTP, in this process or in another. */
export interface System {
  /**
   * Posts a request.
   * @returns the bytes of the JSON that is answered.
   * @throws UpstreamFault
   */
  post(body: Buffer | string, headers: Readonly<Record<string, string>>): Promise<Buffer>;
  close(): Promise<void>;
}

/** A system of the organisation's own, asked over HTTP. */
export class UpstreamClient implements System {
  readonly #pool: BoundedPool;
  readonly #path: string;

  constructor({ url, ...options }: Omit<BoundedPoolOptions, 'origin'> & { readonly url: string }) {
    const { origin, pathname, search } = new URL(url);
    this.#path = `${pathname}${search}`;
    this.#pool = new BoundedPool({ ...options, origin });
  }

  async post(body: Buffer | string, headers: Readonly<Record<string, string>>): Promise<Buffer> {
    const told = { ...headers, 'content-type': 'application/json', accept: 'application/json' };
    // What cannot be executed is answered with 4xx, and errors as JSON.
    const isAnswer = (status: number, type: string) => status < 500 && isJson(type);
    return (await this.#pool.ask({ method: 'POST', path: this.#path, headers: told, body }, isAnswer)).body;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
