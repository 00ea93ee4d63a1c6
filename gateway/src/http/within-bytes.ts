import type { GraphQLFormattedError } from 'graphql';
import type { Limits } from '../limits/limits.js';
import type { RequestContext } from '../request/context.js';
import type { FormattedStream } from './incremental-format.js';
import { responseText } from '../base/response-text.js';
import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';

/** The limits of an answer's size. */
type AnswerLimits = Pick<Limits, 'responseBytes'>;

/** The parts of a request that are needed to report a limit. */
type Told = Pick<RequestContext, 'caller' | 'log' | 'record'>;

/**
 * The error of an answer that is too large, which is logged and recorded; undefined if the answer is within the limit.
 */
export function tooLargeAnswer(
  bytes: number,
  { responseBytes = Infinity }: AnswerLimits,
  // The whole context, since its logger is made on first use.
  context: Told,
): GraphQLFormattedError | undefined {
  if (bytes <= responseBytes) return undefined;
  const exceeded = new LimitExceeded('RESPONSE_BYTES', responseBytes, bytes);
  exceeded.tell(context.log);
  context.record?.told(limitExceededCode);
  return exceeded.shownTo(context.caller);
}

/**
 * Ends a stream before the response that would exceed the limit: for an answer in parts the limit holds for all parts
 * together, for a subscription for each event. The last response is the error. It counts characters of JSON text, which
 * are about its bytes.
 */
export function withinBytes(
  { kind, responses, broken }: FormattedStream,
  limits: AnswerLimits,
  context: Told,
): Pick<FormattedStream, 'kind' | 'responses'> {
  let size = 0;
  let over = false;
  const check = async (result: IteratorResult<object, undefined>): Promise<IteratorResult<object, undefined>> => {
    if (result.done) return result;
    size = responseText(result.value).length + (kind === 'incremental' ? size : 0);
    const error = tooLargeAnswer(size, limits, context);
    if (!error) return result;
    over = true;
    await responses.return(undefined);
    return { done: false, value: broken([error]) };
  };
  const limited: FormattedStream['responses'] = {
    next: async () => (over ? { done: true, value: undefined } : check(await responses.next())),
    return: () => responses.return(undefined),
    throw: (error: unknown) => responses.throw(error),
    [Symbol.asyncIterator]: () => limited,
    [Symbol.asyncDispose]: async () => {
      await responses.return(undefined);
    },
  };
  return { kind, responses: limited };
}
