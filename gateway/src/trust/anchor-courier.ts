import type { Anchor, NamedKey } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import { type OwnMessage, postOwn } from './own-message.js';

export interface AnchorCourierOptions extends Pick<OwnMessage, 'target' | 'post' | 'trusted'> {
  /** The subgraph's name. */
  readonly subgraph: string;
  /** The gateway's own key. */
  readonly signingKey: () => NamedKey;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

/**
 * Sends anchors of the audit log to one subgraph, one after the other and each once. A failed anchor is not sent again;
 * the next one replaces it.
 */
export class AnchorCourier {
  #bringing: Promise<void> = Promise.resolve();
  #brought: Anchor | undefined;
  #isFailing = false;

  /** @param onClose called when the courier is closed. */
  constructor(
    private readonly options: AnchorCourierOptions,
    private readonly onClose: () => void,
  ) {}

  /** Settles when the subgraph has accepted or rejected the anchor. */
  bring(anchor: Anchor, signal?: AbortSignal): Promise<void> {
    return (this.#bringing = this.#bringing.then(() => this.#bring(anchor, signal)));
  }

  close(): void {
    this.onClose();
  }

  async #bring(anchor: Anchor, signal: AbortSignal | undefined): Promise<void> {
    if (anchor.signature === this.#brought?.signature) return;
    const { subgraph, target, post, trusted, signingKey, log } = this.options;
    try {
      const body = JSON.stringify({ audience: subgraph, anchor });
      const own = await postOwn({ target, key: signingKey(), body, trusted, post, ...(signal && { signal }) });
      const { answer, subgraphKeyId } = own;
      const isSigned = subgraphKeyId !== undefined;
      if (isSigned && answer.status === 409) {
        const reason = Buffer.from(answer.body ?? '').toString();
        log.error({ subgraph, sequence: anchor.sequence, reason }, 'the subgraph refuses the head of the audit log');
      } else if (!isSigned || answer.status !== 200) {
        throw new Error(`expected a signed answer of status 200, got ${answer.status}${isSigned ? '' : ' unsigned'}`);
      }
      this.#brought = anchor;
      this.#tell(undefined);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Logs the first failure, and the first success after it. */
  #tell(error: unknown): void {
    const { subgraph, log } = this.options;
    if (error !== undefined && !this.#isFailing) {
      log.warn({ subgraph, err: error }, 'the subgraph takes no heads of the audit log');
    }
    if (error === undefined && this.#isFailing)
      log.info({ subgraph }, 'the subgraph takes heads of the audit log again');
    this.#isFailing = error !== undefined;
  }
}
