import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from './part.js';

/**
 * Waits until a part can be used: one of the hub's own when it answers `GET /readyz` with 200.
 * @returns whether it could before the deadline.
 */
export async function becomesReady(part: Part, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (await ('url' in part ? isReady(part.url, signal) : part.isReady())) return true;
    await delay(50, undefined, { signal });
  }
  return false;
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
    await response.text();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
