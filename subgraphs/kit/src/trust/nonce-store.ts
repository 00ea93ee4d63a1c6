/** The most that is kept of one key. */
const capacity = 10_000;

/**
 * Knows the nonces that each key has used, for as long as a message with them could be sent again. It only takes those of
 * messages whose signature is right, so that nobody but the key's owner can fill it; then that owner has to wait.
 */
export class NonceStore {
  /** When each is forgotten, in seconds since the epoch; in the order in which they came. */
  readonly #expiries = new Map<string, Map<string, number>>();

  /**
   * Takes a nonce that was not used.
   * @param expires until when its message is good, in seconds since the epoch.
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
