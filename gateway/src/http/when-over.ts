import type { ServerResponse } from 'node:http';

/** Calls a function when the answer is sent, or the caller has left. */
export function whenOver(response: ServerResponse, end: () => void): void {
  if (response.closed) end();
  else response.once('close', end);
}
