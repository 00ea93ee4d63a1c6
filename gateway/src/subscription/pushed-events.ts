import { EventQueue } from './event-queue.js';
import { notGraphQL, SubgraphFault } from '../errors/subgraph-fault.js';
import { type SubgraphResponse, toSubgraphResponse } from '../subgraph/subgraph-response.js';

/** What may wait of one subscription until the other subgraphs have completed what came before. */
const limits = { events: 1024, size: 16 * 1024 * 1024 };

/** The events of a subscription whose subgraph sends them when it likes, for one reader that takes them as it can. */
export class PushedEvents implements AsyncIterable<SubgraphResponse> {
  readonly #queue: EventQueue<SubgraphResponse | SubgraphFault>;

  /** @param onEnd called once, when no further event is taken: the reader left, or the subgraph has ended. */
  constructor(
    private readonly subgraph: string,
    signal: AbortSignal,
    onEnd: () => void,
  ) {
    const leave = () => void this.#queue.return();
    this.#queue = new EventQueue<SubgraphResponse | SubgraphFault>({
      limits,
      sizeOf: (told) => JSON.stringify(told).length,
      overflow: () => new SubgraphFault('SUBSCRIPTION_OVERFLOW', `${subgraph} sent events too fast.`),
      onEnd: () => {
        signal.removeEventListener('abort', leave);
        onEnd();
      },
    });
    signal.addEventListener('abort', leave);
  }

  /** Takes an event, JSON that was parsed; one that is no GraphQL response is the end. */
  next(event: unknown): void {
    const response = toSubgraphResponse(event);
    if (response) this.#queue.push(response);
    else this.fail(notGraphQL(this.subgraph, 'an event of a subscription'));
  }

  complete(): void {
    this.#queue.end();
  }

  fail(fault: SubgraphFault): void {
    this.#queue.end(fault);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SubgraphResponse> {
    for await (const told of this.#queue) {
      if (told instanceof SubgraphFault) throw told;
      yield told;
    }
  }
}

/** The fault of a subgraph that stopped telling of events without a word. */
export function subscriptionLost(subgraph: string, cause: unknown): SubgraphFault {
  return new SubgraphFault('SUBSCRIPTION_LOST', `${subgraph} stopped telling of events; subscribe again.`, { cause });
}
