/** How far behind the highest number one may come that was not seen yet. */
const size = 65_536;

/**
 * Knows which numbers were seen already, of a sender that counts its messages: exactly, in 8 KiB, however many come. A
 * number that is so far behind that it may have been seen counts as seen.
 */
export class ReplayWindow {
  readonly #seen = new Uint32Array(size / 32);
  #highest = 0;

  /** Takes a number from 1 on; false when it was seen already. */
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
