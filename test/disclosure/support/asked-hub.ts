import { hub } from '../../hub/support/hub.js';
import { subscribe } from '../../support/subscribe.js';
import { pace } from '../../support/until.js';
import type { Audience } from './audiences.js';
import { operationText } from './collect.js';

/** What the hub answers. */
export interface HubAnswer {
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

/** A running hub, as several audiences ask it. */
export class AskedHub {
  readonly #tokens = new Map<string, string>();

  /** @param folder where the hub's data is. */
  constructor(
    private readonly gateway: string,
    private readonly folder: string,
  ) {}

  /** Asks one of the operations in `queries`; waits until the rate allows more, and until a busy organisation answers. */
  async ask(audience: Audience, operation: string, variables: object = {}): Promise<HubAnswer> {
    const token = await this.#tokenOf(audience);
    for (;;) {
      const response = await fetchAgain(`${this.gateway}/graphql`, {
        method: 'POST',
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          'x-hub-purpose': audience.purpose,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query: operationText(operation), variables }),
      });
      const answer = (await response.json()) as HubAnswer;
      const isBusy = answer.errors?.some(({ extensions }) => extensions.code === 'SUBGRAPH_TIMEOUT') === true;
      if (response.status !== 429 && !isBusy) return answer;
      await pace(1000);
    }
  }

  /**
   * Reads a table as lines of JSON; waits until the rate allows more.
   * @returns its rows; none where it is refused, or costs more than its reader may ask for.
   */
  async rowsOf(audience: Audience, table: string, search: string): Promise<readonly Record<string, unknown>[]> {
    const token = await this.#tokenOf(audience);
    for (;;) {
      const response = await fetchAgain(`${this.gateway}/export/${table}.jsonl?${search}`, {
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          'x-hub-purpose': audience.purpose,
        },
      });
      const text = await response.text();
      if (response.ok)
        return text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      if ([401, 403].includes(response.status) || text.includes('"limit":"COST"')) return [];
      if (response.status !== 429) throw new Error(`${table}: ${response.status} ${text}`);
      await pace(1000);
    }
  }

  /** Subscribes, and returns the first message. */
  async firstOf(audience: Audience, operation: string, variables: Record<string, unknown>): Promise<HubAnswer> {
    const token = await this.#tokenOf(audience);
    const text = operationText(operation);
    const followed = await subscribe(`${this.gateway}/graphql`, text, variables, token, audience.purpose);
    const first = await followed.next();
    followed.leave();
    if (!first) throw new Error(`Expected ${operation} to tell ${audience.name} something.`);
    return first as HubAnswer;
  }

  async #tokenOf({ name, as }: Audience): Promise<string | undefined> {
    if (!as) return undefined;
    let token = this.#tokens.get(name);
    if (token === undefined) {
      const { stdout } = await hub(['token', '--as', ...as, '--port', new URL(this.gateway).port], {
        folder: this.folder,
      });
      this.#tokens.set(name, (token = stdout.trim()));
    }
    return token;
  }
}

/** Fetches; once more where the connection was closed that lay idle while a solver ran. */
async function fetchAgain(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    return fetch(url, init);
  }
}
