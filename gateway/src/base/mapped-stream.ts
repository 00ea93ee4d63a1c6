/**
 * Maps each value of a stream. Unlike an `async function*`, it ends at once if its reader leaves while it waits for a
 * value.
 */
export function mappedStream<From, To>(
  stream: AsyncGenerator<From, undefined, undefined>,
  map: (value: From) => To,
): AsyncGenerator<To, undefined, undefined> {
  const step = async (result: Promise<IteratorResult<From, undefined>>): Promise<IteratorResult<To, undefined>> => {
    const { done, value } = await result;
    return done ? { done, value: undefined } : { done: false, value: map(value) };
  };
  const mapped: AsyncGenerator<To, undefined, undefined> = {
    next: () => step(stream.next()),
    return: () => step(stream.return(undefined)),
    throw: (error: unknown) => step(stream.throw(error)),
    [Symbol.asyncIterator]: () => mapped,
    [Symbol.asyncDispose]: async () => {
      await stream.return(undefined);
    },
  };
  return mapped;
}
