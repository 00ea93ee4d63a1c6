/** How far an unseen number may be behind the highest number. */
const size = 65_536;

/**
 * Remembers the numbers of a sender's messages: exactly, in 8 KiB, for any number of messages. A number too far behind
 * counts as seen.
 */
export class ReplayWindow {
  readonly #seen = new Uint32Array(size / 32);
  #highest = 0;

  /** Takes a number from 1 on; false where it was seen before. */
  take(number: number): boolean {
    if (number > this.#highest) {
      this.#moveTo(number);
    } else if (number <= this.#highest - size || this.#has(number)) {
      return false;
    }
    this.#mark(number);
    return true;
  }

  #moveTo(number: number): void {
    if (number - this.#highest >= size) this.#seen.fill(0);
    else for (let passed = this.#highest + 1; passed <= number; passed++) this.#clear(passed);
    this.#highest = number;
  }

  #has(number: number): boolean {
    return ((this.#seen[(number % size) >>> 5] ?? 0) & (1 << (number % 32))) !== 0;
  }

  #mark(number: number): void {
    const word = (number % size) >>> 5;
    this.#seen[word] = (this.#seen[word] ?? 0) | (1 << (number % 32));
  }

  #clear(number: number): void {
    const word = (number % size) >>> 5;
    this.#seen[word] = (this.#seen[word] ?? 0) & ~(1 << (number % 32));
  }
}
