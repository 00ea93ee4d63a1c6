import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';
import type { GraphQLEndpointOptions } from './graphql-endpoint.js';
import { checkJsonSize } from './json-size.js';
import { bodyBytesOf } from './read-request.js';
import type { WebSocketConnection } from './websocket-connection.js';

/**
 * Whether a message may be parsed; a message over the limits ends its connection.
 * @param opens whether the message comes before the connection is open: its content is kept as long as the connection.
 */
export function mayBeRead(
  message: Buffer,
  opens: boolean,
  { socket, opening }: WebSocketConnection,
  { entry, limits, log }: GraphQLEndpointOptions,
): boolean {
  // A socket that is closing still receives messages that were on their way.
  if (socket.readyState !== socket.OPEN) return false;
  try {
    entry.admission.message(message.length, opening);
    if (opens && message.length > bodyBytesOf(limits, opening)) {
      socket.close(1009, 'Expected a smaller message');
      return false;
    }
    checkJsonSize(message, limits);
    return true;
  } catch (error) {
    if (error instanceof LimitExceeded) error.tell(log);
    entry.refused(opening, limitExceededCode);
    socket.close(1008, (error as Error).message);
    return false;
  }
}
