import type { GraphQLFormattedError } from 'graphql';
import type { Limits } from '../limits/limits.js';
import type { RequestContext } from '../request/context.js';
import type { FormattedStream } from './incremental-format.js';
import { responseText } from '../base/response-text.js';
import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';

/** How large answers may be. */
type AnswerLimits = Pick<Limits, 'responseBytes'>;

/** What is needed of a request to tell its caller of a limit. */
type Told = Pick<RequestContext, 'caller' | 'log' | 'record'>;

/** What its caller is told of an answer that is too large, which is logged and recorded; undefined where it is not. */
export function tooLargeAnswer(
  bytes: number,
  { responseBytes = Infinity }: AnswerLimits,
  // Its logger is made when it is asked for.
  context: Told,
): GraphQLFormattedError | undefined {
  if (bytes <= responseBytes) return undefined;
  const exceeded = new LimitExceeded('RESPONSE_BYTES', responseBytes, bytes);
  exceeded.tell(context.log);
  context.record?.told(limitExceededCode);
  return exceeded.toldTo(context.caller);
}

/**
 * Ends a stream before the response that would make it larger than an answer may be: the parts of one answer together,
 * and each event of a subscription, which may have any number. The last response says so.
 * Counted are characters of JSON text, which are about its bytes.
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
