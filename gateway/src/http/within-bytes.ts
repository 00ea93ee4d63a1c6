import type { RequestContext } from '../request/context.js';
import type { FormattedStream } from './incremental-format.js';
import { responseText } from '../base/response-text.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';

/**
 * Ends a stream before the response that would make it larger than an answer may be: the parts of one answer together,
 * and each event of a subscription, which may have any number. The last response says so.
 * @param maxBytes in characters of JSON text, which are about its bytes.
 */
export function withinBytes(
  { kind, responses, broken }: FormattedStream,
  maxBytes: number,
  context: Pick<RequestContext, 'caller' | 'log'>,
): Pick<FormattedStream, 'kind' | 'responses'> {
  let size = 0;
  let over = false;
  const check = async (result: IteratorResult<object, undefined>): Promise<IteratorResult<object, undefined>> => {
    if (result.done) return result;
    size = responseText(result.value).length + (kind === 'incremental' ? size : 0);
    if (size <= maxBytes) return result;
    over = true;
    await responses.return(undefined);
    const exceeded = new LimitExceeded('RESPONSE_BYTES', maxBytes, size);
    exceeded.tell(context.log);
    return { done: false, value: broken([exceeded.toJSON()]) };
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
