import { BoundedPool, type BoundedPoolOptions, isJson } from './bounded-pool.js';

/** A system that answers GraphQL, over HTTP or in this process. */
export interface System {
  /**
   * Posts a request.
   * @returns the bytes of the answer's JSON.
   * @throws UpstreamFault
   */
  post(body: Buffer | string, headers: Readonly<Record<string, string>>): Promise<Buffer>;
  close(): Promise<void>;
}

/** A system of the organisation, requested over HTTP. */
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
    // An operation that cannot be executed gets a 4xx status with errors as JSON.
    const isAnswer = (status: number, type: string) => status < 500 && isJson(type);
    return (await this.#pool.ask({ method: 'POST', path: this.#path, headers: told, body }, isAnswer)).body;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
