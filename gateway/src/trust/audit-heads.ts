import { type Anchor, anchorSchema } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import { AnchorCourier, type AnchorCourierOptions } from './anchor-courier.js';

/** The time limit to send the last head when the gateway stops, in milliseconds. */
const closingMs = 3000;

/**
 * Sends the audit log's newest signed head to the organisations. Each organisation can later prove how far the log had
 * come.
 */
export class AuditHeads {
  readonly #couriers = new Set<AnchorCourier>();
  #newest: Anchor | undefined;
  #isFailing = false;

  constructor(private readonly log: Pick<FastifyBaseLogger, 'error'>) {}

  /**
   * Reads the audit log's response to a commit. The first head goes to all subgraphs at once, later heads on `bring`.
   * @param answer JSON.
   */
  take(answer: string): void {
    const { data: head, error } = anchorSchema.safeParse(parsed(answer));
    if (!head) {
      if (!this.#isFailing) this.log.error({ err: error }, 'the audit log answers without a signed head');
      this.#isFailing = true;
      return;
    }
    this.#isFailing = false;
    const before = this.#newest;
    // Two commits' responses may arrive in another order. The head that was signed later counts, even if the log went
    // back.
    if (before && Date.parse(head.at) < Date.parse(before.at)) return;
    if (before?.at === head.at && head.sequence < before.sequence) return;
    this.#newest = head;
    if (!before) void this.bring();
  }

  /** Opens the courier of one subgraph; close it after use. */
  open(options: AnchorCourierOptions): AnchorCourier {
    const courier = new AnchorCourier(options, () => this.#couriers.delete(courier));
    this.#couriers.add(courier);
    if (this.#newest) void courier.bring(this.#newest);
    return courier;
  }

  /** Sends the newest head to each subgraph that does not have it. */
  async bring(signal?: AbortSignal): Promise<void> {
    const head = this.#newest;
    if (head) await Promise.all([...this.#couriers].map((courier) => courier.bring(head, signal)));
  }

  /** Sends the last head, within the time limit. */
  async close(): Promise<void> {
    await this.bring(AbortSignal.timeout(closingMs));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
