/** What comes, and its beginning, which was looked at before. */
export interface Peeked {
  readonly head: Uint8Array;
  /** All of it, from the first byte on. */
  readonly content: AsyncGenerator<Uint8Array>;
}

/** Waits for the first bytes of what comes: so many, or all that there are. */
export async function peeked(content: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const chunks = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const next: IteratorResult<Uint8Array, unknown> = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* all() {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { head: Buffer.concat(first).subarray(0, bytes), content: all() };
}
