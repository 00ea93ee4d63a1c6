import { type Anchor, anchorSchema } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import { AnchorCourier, type AnchorCourierOptions } from './anchor-courier.js';

/** How long bringing the last head may take when the gateway stops, in milliseconds. */
const closingMs = 3000;

/** Brings the audit log's newest signed head to the organisations, so that each can show later how far the log had come. */
export class AuditHeads {
  readonly #couriers = new Set<AnchorCourier>();
  #newest: Anchor | undefined;
  #isFailing = false;

  constructor(private readonly log: Pick<FastifyBaseLogger, 'error'>) {}

  /**
   * Takes what the log answers to a commit. The first head goes to all at once, what follows when it is asked for.
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
    // Two commits' answers may come in another order. One that was signed later counts, even if the log went back.
    if (before && Date.parse(head.at) < Date.parse(before.at)) return;
    if (before?.at === head.at && head.sequence < before.sequence) return;
    this.#newest = head;
    if (!before) void this.bring();
  }

  /** Opens what brings heads to one subgraph; it is to be closed. */
  open(options: AnchorCourierOptions): AnchorCourier {
    const courier = new AnchorCourier(options, () => this.#couriers.delete(courier));
    this.#couriers.add(courier);
    if (this.#newest) void courier.bring(this.#newest);
    return courier;
  }

  /** Brings the newest head to all that do not have it. */
  async bring(signal?: AbortSignal): Promise<void> {
    const head = this.#newest;
    if (head) await Promise.all([...this.#couriers].map((courier) => courier.bring(head, signal)));
  }

  /** Brings the last head, if the subgraphs take it in time. */
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
