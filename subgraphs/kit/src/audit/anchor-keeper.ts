import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { type Anchor, anchorSchema, isSigned } from './anchor.js';

/** How often an organisation asks for an anchor, in milliseconds. */
const anchorIntervalMs = 24 * 60 * 60 * 1000;

/** When it asks again where that failed: the log may have been opened later. */
const retryMs = 60 * 1000;

const timeoutMs = 10_000;

/** The log's newest anchor, and the hash that it has now where the organisation last kept one. */
const answerSchema = z.object({
  anchor: anchorSchema,
  since: z.object({ sequence: z.int(), hash: z.string().nullable() }).optional(),
});

/** Why what the audit log says is not kept: it cannot be reached, or it is not the log that was seen before. */
export class AnchorError extends Error {}

/** Keeps an organisation's anchors of the hub's audit log. */
export class AnchorKeeper {
  #timer: NodeJS.Timeout | undefined;
  #keeping: Promise<void>;
  #closed = false;

  /** @param auditUrl where the audit log answers. */
  constructor(
    private readonly em: SqlEntityManager,
    private readonly auditUrl: string,
    private readonly log: FastifyBaseLogger,
  ) {
    this.#keeping = this.#keepAndTell();
  }

  /** What is kept, the oldest first. */
  async kept(): Promise<Anchor[]> {
    const rows: { sequence: string; hash: string; at: Date; publicKey: string; signature: string }[] = await this.em
      .fork()
      .execute(
        'select sequence, hash, at, public_key as "publicKey", signature from audit_anchor order by audit_anchor.sequence',
      );
    return rows.map(({ sequence, at, ...rest }) => ({
      ...rest,
      sequence: Number(sequence),
      at: new Date(at).toISOString(),
    }));
  }

  /**
   * Asks the log for an anchor and keeps it.
   * @returns undefined while nothing is in the log that was not there before.
   * @throws AnchorError when it cannot be kept, and why.
   */
  async keep(): Promise<Anchor | undefined> {
    const last = (await this.kept()).at(-1);
    const { anchor, since } = await this.#ask(last?.sequence);
    if (!isSigned(anchor)) throw new AnchorError('Expected an anchor of the audit log, got one that is not signed.');
    if (last && anchor.publicKey !== last.publicKey) {
      throw new AnchorError('The audit log is signed with another key than before.');
    }
    if (last && (anchor.sequence < last.sequence || since?.hash !== last.hash)) {
      throw new AnchorError(`The audit log was rewritten: entry ${last.sequence} is not the one that was anchored.`);
    }
    if (anchor.sequence === (last?.sequence ?? 0)) return undefined;
    await this.em
      .fork()
      .execute('insert into audit_anchor (sequence, hash, at, public_key, signature) values (?, ?, ?, ?, ?)', [
        ...[anchor.sequence, anchor.hash, anchor.at, anchor.publicKey, anchor.signature],
      ]);
    return anchor;
  }

  /** Stops asking, once what it is asking for is there. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#keeping;
  }

  async #keepAndTell(): Promise<void> {
    let next = anchorIntervalMs;
    try {
      const anchor = await this.keep();
      if (anchor) this.log.info({ sequence: anchor.sequence }, 'keeps an anchor of the audit log');
    } catch (error) {
      this.log.error({ err: error }, 'keeps no anchor of the audit log');
      next = retryMs;
    }
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#keeping = this.#keepAndTell();
    }, next).unref();
  }

  async #ask(since: number | undefined): Promise<z.infer<typeof answerSchema>> {
    const url = new URL('/anchor', this.auditUrl);
    if (since !== undefined) url.searchParams.set('since', String(since));
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      return answerSchema.parse(await response.json());
    } catch (error) {
      throw new AnchorError(`The audit log at ${url.origin} gives no anchor.`, { cause: error });
    }
  }
}
