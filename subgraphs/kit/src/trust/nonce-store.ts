/** The most nonces that are stored for one key. */
const capacity = 10_000;

/**
 * Stores the used nonces of each key, for as long as a message with them could be sent again. It stores only nonces of
 * correctly signed messages, so that only the key's owner can fill it; then that owner has to wait.
 */
export class NonceStore {
  /** When each expires, in seconds since the epoch; in the order of arrival. */
  readonly #expiries = new Map<string, Map<string, number>>();

  /**
   * Stores a nonce unless it was used.
   * @param expires the end of its message's validity, in seconds since the epoch.
   */
  take(keyId: string, nonce: string, expires: number, now: number): 'new' | 'used' | 'full' {
    const expiries = this.#expiries.get(keyId) ?? new Map<string, number>();
    this.#expiries.set(keyId, expiries);
    if (expiries.has(nonce)) return 'used';
    if (expiries.size >= capacity) {
      for (const [old, expired] of expiries) if (expired < now) expiries.delete(old);
      if (expiries.size >= capacity) return 'full';
    }
    expiries.set(nonce, expires);
    return 'new';
  }
}
