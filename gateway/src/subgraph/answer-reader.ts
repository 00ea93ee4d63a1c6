import { notGraphQL, tooLarge } from '../errors/subgraph-fault.js';
import type { FetchAnswer } from './fetch.js';
import type { SubgraphAnswer } from './subgraph-client.js';
import { readSubgraphResponse, type SubgraphResponse } from './subgraph-response.js';

/** Makes answers that are parsed on demand. */
export interface AnswerReader {
  /** An answer for a single request. @param length the request's, in bytes. */
  readonly own: (answer: FetchAnswer, length: number) => SubgraphAnswer;
  /** An answer that several requests share, parsed once. @param length the request's, in bytes. */
  readonly shared: (answer: FetchAnswer, length: number) => SubgraphAnswer;
}

/**
 * Parses a subgraph's answers.
 * @param fail counts a fault, and throws it.
 * @param look called with each body.
 */
export function answerReader(
  subgraph: string,
  fail: (fault: unknown) => never,
  look: (body: string) => void = () => undefined,
): AnswerReader {
  const read = ({ status, body }: FetchAnswer, length: number): SubgraphResponse => {
    const text = body.toString();
    look(text);
    const response = readSubgraphResponse(text);
    if (response && ((status >= 200 && status < 300) || response.errors.length > 0)) return response;
    return fail(status === 413 ? tooLarge(subgraph, length) : notGraphQL(subgraph, `HTTP status ${status}`));
  };
  return {
    own: (answer, length) => ({ isShared: false, read: () => read(answer, length) }),
    shared: (answer, length) => {
      let response: SubgraphResponse | undefined;
      return { isShared: true, read: () => (response ??= read(answer, length)) };
    },
  };
}
