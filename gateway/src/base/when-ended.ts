/** Whether an answer is a stream of answers. */
export function isStream(answer: unknown): answer is AsyncGenerator<unknown, undefined, undefined> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** The same stream, with one call of `onEnd` when it ends, fails or is closed. */
export function whenEnded<T>(
  stream: AsyncGenerator<T, undefined, undefined>,
  onEnd: () => void,
): AsyncGenerator<T, undefined, undefined> {
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    onEnd();
  };
  const step = async (next: Promise<IteratorResult<T, undefined>>) => {
    try {
      const result = await next;
      if (result.done) end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  };
  const followed: AsyncGenerator<T, undefined, undefined> = {
    next: () => step(stream.next()),
    return: (value) => step(stream.return(value)).finally(end),
    throw: (error: unknown) => step(stream.throw(error)),
    [Symbol.asyncIterator]: () => followed,
    [Symbol.asyncDispose]: async () => {
      await followed.return(undefined);
    },
  };
  return followed;
}
