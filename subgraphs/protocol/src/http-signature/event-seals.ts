import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The header with the seal of an event that is posted to a gateway. */
export const sealHeader = 'hub-seal';

/** How long a seal is, in characters. */
export const sealLength = 44;

/**
 * The seals of consecutive events that belong to a signed request. A stream has no digest before its end; a seal proves
 * for each event that the holder of the session's key made it, in its place, and for this request. Each side counts for
 * itself, and each direction has a separate object.
 */
export class EventSeals {
  #index = 0;

  /**
   * @param key the key that signs the session's answers.
   * @param requestSignature in base64.
   */
  constructor(
    private readonly key: KeyObject,
    private readonly requestSignature: string,
  ) {}

  /**
   * Seals the next event.
   * @param type the type of a server-sent event; `asked` or `told` for a message of a WebSocket to or from the
   * subgraph, which the seal precedes; `posted` for an event to a callback, which has the seal in `sealHeader`.
   * @returns an HMAC with SHA-256, in base64.
   */
  next(type: string, data: string): string {
    const seal = this.#seal(type, data);
    this.#index += 1;
    return seal;
  }

  /** Whether an event is the next one; a wrong event does not use up the place. */
  isNext(type: string, data: string, seal: string | undefined): boolean {
    const expected = Buffer.from(this.#seal(type, data));
    const given = Buffer.from(seal ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    this.#index += 1;
    return true;
  }

  #seal(type: string, data: string): string {
    return createHmac('sha256', this.key)
      .update(`${this.requestSignature}\n${this.#index}\n${type}\n${data}`)
      .digest('base64');
  }
}
