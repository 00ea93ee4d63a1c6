import type { ExecutionResult } from 'graphql';
import { askAgainCode } from './ask-again.js';

type Events = AsyncGenerator<ExecutionResult, undefined, undefined>;

/**
 * A subscription's events that continue on another stream after the graph changes. The new stream starts with the
 * present values, so the reader notices no gap.
 * @param follow subscribes again; returns undefined if this is impossible, and then the reader gets the last event.
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
    // The reader may have left meanwhile and closed the former stream.
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
