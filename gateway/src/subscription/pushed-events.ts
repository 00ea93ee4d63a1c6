import { EventQueue } from './event-queue.js';
import { notGraphQL, SubgraphFault } from '../errors/subgraph-fault.js';
import { type SubgraphResponse, toSubgraphResponse } from '../subgraph/subgraph-response.js';

/** The limits of events that wait while other subgraphs complete earlier ones. */
const limits = { events: 1024, size: 16 * 1024 * 1024 };

/** A subscription's events that the subgraph pushes at any time, for one reader. */
export class PushedEvents implements AsyncIterable<SubgraphResponse> {
  readonly #queue: EventQueue<SubgraphResponse | SubgraphFault>;

  /** @param onEnd called once, when no further event is accepted: the reader left, or the subgraph has ended. */
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

  /** Adds an event of parsed JSON. The subscription fails if the event is not a GraphQL response. */
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

/** The fault if a subgraph stops sending events without an end message. */
export function subscriptionLost(subgraph: string, cause: unknown): SubgraphFault {
  return new SubgraphFault('SUBSCRIPTION_LOST', `${subgraph} stopped telling of events; subscribe again.`, { cause });
}
