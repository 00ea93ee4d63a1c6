import { pace, until } from '../../support/until.js';

/** The settings of a load. */
export interface LoadOptions {
  /** The gateway's URL. */
  readonly url: string;
  readonly token: string;
  /** Begins each request id. */
  readonly name: string;
  readonly query: string;
  /** Properties that each answer must have. */
  readonly expected: object;
}

/** Asks one thing again and again, compares every answer, and remembers which request ids were answered. */
export class LightLoad {
  readonly answered: string[] = [];
  /** What was answered otherwise than expected. */
  readonly wrong: string[] = [];
  readonly #loops: Promise<void>[];
  #asked = 0;
  #isEnded = false;

  constructor(
    private readonly options: LoadOptions,
    clients = 2,
  ) {
    this.#loops = Array.from({ length: clients }, () => this.#loop());
  }

  /** Waits until some more requests were answered than now. */
  async more(count: number): Promise<void> {
    const least = this.answered.length + count;
    await until(() => this.answered.length >= least || this.wrong.length > 0, { what: `${count} more answers` });
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    const right = JSON.stringify({ status: 200, data: this.options.expected });
    while (!this.#isEnded) {
      const request = `${this.options.name}-${(this.#asked += 1)}`;
      const answer = await askOnce(this.options, request);
      if (JSON.stringify(answer) === right) this.answered.push(request);
      else this.wrong.push(`${request}: ${JSON.stringify(answer)}`);
      await pace(20);
    }
  }
}

/** Asks once; the status, the data and the errors, or why there was no answer. */
export async function askOnce(
  { url, token, query }: Omit<LoadOptions, 'name' | 'expected'>,
  request: string,
): Promise<object> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-hub-purpose': 'steering',
        'x-request-id': request,
      },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
    return { status: response.status, data, ...(errors !== undefined && { errors }) };
  } catch (error) {
    return { error: String((error as Error).cause ?? error) };
  }
}
