import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from './part.js';

/** First and longest pause between two checks of a part, in milliseconds. */
const [firstPauseMs, longestPauseMs] = [50, 150];

/**
 * Waits until a part is ready: a program of the hub is ready if it answers `GET /readyz` with 200.
 * @returns whether it was ready in time.
 */
export async function becomesReady(part: Part, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  let pauseMs = firstPauseMs;
  while (Date.now() < deadline) {
    if (await ('url' in part ? isReady(part.url, signal) : part.isReady())) return true;
    await delay(pauseMs, undefined, { signal });
    // The pauses grow, because the start of all parts takes seconds.
    pauseMs = Math.min(pauseMs * 1.2, longestPauseMs);
  }
  return false;
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  if (!(await listens(new URL(url)))) return false;
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
    await response.text();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Whether a program listens at an address. While parts start, a connection costs a tenth of a `fetch`. */
function listens({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
