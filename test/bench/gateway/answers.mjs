import { createHash } from 'node:crypto';
import { canonical } from './canonical.mjs';

/**
 * The digest of an answer in canonical form.
 * @throws if it is a refusal, which the message names, or lacks the selection
 */
export function digest(head, body, question) {
  const [status] = head.split('\r\n', 1);
  const { data, errors } = readJson(body);
  if (/^HTTP\/1.1 200/.test(status) && data && !errors)
    return createHash('sha256').update(canonical(data)).digest('hex').slice(0, 12);
  const codes = [...new Set(errors?.map(({ extensions }) => extensions?.code ?? 'no code'))];
  const what =
    codes.length > 0 ? `${data ? 'an answer with errors' : 'a refusal'} (${codes.join()})` : 'a wrong answer';
  throw new Error(`${what} to ${question.query}: ${status}, ${body.toString().slice(0, 500)}`);
}

function readJson(body) {
  try {
    return JSON.parse(body.toString());
  } catch {
    return {};
  }
}

/** The expected answer of a question: the learned bytes, or the digest if a gateway orders keys by arrival. @throws */
export function check(index, head, body, { expected, digests, questions }) {
  if (body.equals(expected[index])) return;
  if (digest(head, body, questions[index]) !== digests[index])
    throw new Error(`another answer to ${questions[index].query}: ${body.toString().slice(0, 500)}`);
}
