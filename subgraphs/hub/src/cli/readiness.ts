import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from './part.js';

/** How long it is waited before it is looked again whether a part can be used, in milliseconds: at first, and at most. */
const [firstPauseMs, longestPauseMs] = [50, 150];

/**
 * Waits until a part can be used: one of the hub's own when it answers `GET /readyz` with 200.
 * @returns whether it could before the deadline.
 */
export async function becomesReady(part: Part, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  let pauseMs = firstPauseMs;
  while (Date.now() < deadline) {
    if (await ('url' in part ? isReady(part.url, signal) : part.isReady())) return true;
    await delay(pauseMs, undefined, { signal });
    // A dozen parts are asked for seconds.
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

/** Whether anything listens there: asking costs a tenth of a `fetch`, and a dozen parts are asked while they come up. */
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
