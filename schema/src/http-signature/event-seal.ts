import { createHmac, type KeyObject } from 'node:crypto';

/**
 * The seal of one event of a stream that answers a signed request, in base64. It is sent as the event's `id`: a stream has
 * no digest before it ends, and with one each event is known to be the subgraph's, in its place, and for this request.
 * @param key that the session's answers are signed with.
 * @param requestSignature in base64.
 * @param index of the event in its stream, from 0.
 * @param event its type, and its data.
 */
export function eventSeal(
  key: KeyObject,
  requestSignature: string,
  index: number,
  event: string,
  data: string,
): string {
  return createHmac('sha256', key).update(`${requestSignature}\n${index}\n${event}\n${data}`).digest('base64');
}
