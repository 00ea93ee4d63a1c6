import { type Exchange, type Sent, type ExaminedSubgraph, unmet } from './examined.js';

/** Requires that bad requests are refused, all with the same answer, so that it gives no reason away. */
export class Refusals {
  #body: string | undefined;

  /**
   * @param maySign whether this refusal may be signed: only the refusal of a request under an unknown session may.
   * @throws Unmet
   */
  expect(exchange: Pick<Exchange, 'sent' | 'answered'>, maySign = false): void {
    const { status, headers, body } = exchange.answered;
    if (status !== 401) throw unmet(exchange, 'a refusal: the HTTP status 401');
    if (!maySign && (headers['signature'] !== undefined || headers['signature-input'] !== undefined)) {
      throw unmet(exchange, 'a refusal without a signature');
    }
    const text = body.toString();
    this.#body ??= text;
    if (text !== this.#body) throw unmet(exchange, `a refusal like all others, whatever the reason: ${this.#body}`);
  }
}

/** A request without its signature. */
export function unsigned(request: Sent): Sent {
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith('signature'));
  return { ...request, headers: Object.fromEntries(headers) };
}

/** A request with an added or changed header. */
export function withHeader(name: string, value: string): (request: Sent) => Sent {
  return (request) => ({ ...request, headers: { ...request.headers, [name]: value } });
}

/** Sends an exchange's request once more. */
export async function again(
  subgraph: ExaminedSubgraph,
  { sent }: Exchange,
): Promise<Pick<Exchange, 'sent' | 'answered'>> {
  return { sent, answered: await subgraph.send(sent) };
}
