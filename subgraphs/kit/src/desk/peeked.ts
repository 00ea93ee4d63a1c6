/** A stream with its first bytes. */
export interface Peeked {
  readonly head: Uint8Array;
  /** The whole stream, from the first byte. */
  readonly content: AsyncGenerator<Uint8Array>;
}

/** Waits for the first bytes of a stream: so many, or all of a shorter one. */
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
