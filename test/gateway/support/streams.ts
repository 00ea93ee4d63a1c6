import { createParser } from 'eventsource-parser';
import { askAgainCode } from '../../../gateway/src/subscription/ask-again.js';

/** Reads the responses of a stream, each as soon as a client can tell that it has it. */
export async function* responsesOf(response: Response): AsyncGenerator<unknown, undefined, undefined> {
  const type = response.headers.get('content-type') ?? '';
  const read = /^(?:text\/event-stream|multipart\/mixed)/.exec(type)?.[0];
  if (!response.body || !read) {
    throw new Error(`Expected a stream of responses, got ${response.status} ${type}: ${await response.text()}`);
  }
  const texts = response.body.pipeThrough(new TextDecoderStream());
  yield* read === 'multipart/mixed' ? ofMultipart(texts) : ofEventStream(texts);
}

/** All responses of a stream that ends. */
export async function allResponses(response: Response): Promise<unknown[]> {
  const responses: unknown[] = [];
  for await (const one of responsesOf(response)) responses.push(one);
  return responses;
}

async function* ofEventStream(texts: AsyncIterable<string>): AsyncGenerator<unknown, undefined, undefined> {
  const arrived: { readonly event?: string | undefined; readonly data: string }[] = [];
  let last: object | undefined;
  const parser = createParser({ onEvent: (event) => arrived.push(event) });
  for await (const text of texts) {
    parser.feed(text);
    for (const { event, data } of arrived.splice(0)) {
      if (event === 'complete') return;
      if (event !== 'next') continue;
      last = JSON.parse(data) as object;
      yield last;
    }
  }
  // A stream breaks off that its caller is to ask for again.
  if (last && askAgainCode(last) !== undefined) return;
  throw new Error('Expected an event "complete" at the end.');
}

/** A part is there once the boundary after it is, as Apollo Client has it. */
async function* ofMultipart(texts: AsyncIterable<string>): AsyncGenerator<unknown, undefined, undefined> {
  let buffer = '';
  let begun = false;
  for await (const text of texts) {
    buffer += text;
    for (let end = buffer.indexOf(boundary); end >= 0; end = buffer.indexOf(boundary)) {
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + boundary.length);
      const [headers = '', body] = part.split('\r\n\r\n');
      if (begun && (headers !== '\r\ncontent-type: application/json' || body === undefined)) {
        throw new Error(`Expected a part of JSON, got ${JSON.stringify(part)}.`);
      }
      if (begun && body !== undefined && body !== '{}') yield JSON.parse(body);
      begun = true;
    }
  }
  if (buffer !== '--\r\n') throw new Error(`Expected the last boundary, got ${JSON.stringify(buffer)}.`);
}

const boundary = '\r\n--graphql';
