import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';
import { anonymous } from '../request/caller.js';
import type { GraphQLDoorOptions } from './graphql-door.js';
import { checkJsonSize } from './json-size.js';
import { bodyBytesOf } from './read-request.js';
import type { WebSocketConnection } from './websocket-connection.js';

/**
 * Whether a message may be parsed; what may not ends its connection.
 * @param isFirst whether it opens the connection: what it says is kept as long as that.
 */
export function mayBeRead(
  message: Buffer,
  isFirst: boolean,
  { socket, address }: WebSocketConnection,
  { admission, limits, log, refused }: GraphQLDoorOptions,
): boolean {
  // One that is being closed still gets what was on its way.
  if (socket.readyState !== socket.OPEN) return false;
  const sender = { caller: anonymous, log };
  try {
    admission.message(message.length, address, sender);
    if (isFirst && message.length > bodyBytesOf(limits, sender)) {
      socket.close(1009, 'Expected a smaller message');
      return false;
    }
    checkJsonSize(message, limits);
    return true;
  } catch (error) {
    if (error instanceof LimitExceeded) error.tell(log);
    refused(limitExceededCode);
    socket.close(1008, (error as Error).message);
    return false;
  }
}
