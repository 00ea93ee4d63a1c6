import type { ExecutionResult } from 'graphql';
import { askAgainCode } from './ask-again.js';

type Events = AsyncGenerator<ExecutionResult, undefined, undefined>;

/**
 * The events of a subscription that goes on where another stream can take its place: the first events of that tell what is
 * so now, and the reader learns of nothing else.
 * @param follow subscribes again after the graph has changed; gives undefined where that cannot be, and the reader is told.
 */
export function movingEvents(first: Events, follow: () => Promise<Events | undefined>): Events {
  let current = first;
  let left = false;
  const next = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    const result = await current.next();
    if (result.done || left || askAgainCode(result.value) !== 'SUBSCRIPTION_OUTDATED') return result;
    const following = await follow();
    if (!following) return result;
    await current.return(undefined);
    current = following;
    // Its reader may have left meanwhile, and returned the stream before.
    if (isLeft()) return current.return(undefined);
    return next();
  };
  const isLeft = () => left;
  const moving: Events = {
    next,
    return: () => {
      left = true;
      return current.return(undefined);
    },
    throw: (error: unknown) => {
      left = true;
      return current.throw(error);
    },
    [Symbol.asyncIterator]: () => moving,
    [Symbol.asyncDispose]: async () => {
      await moving.return(undefined);
    },
  };
  return moving;
}
