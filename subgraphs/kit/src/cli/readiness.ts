import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until a part answers `GET /readyz` with 200.
 * @returns whether it did before the deadline.
 */
export async function becomesReady(url: string, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (await isReady(url, signal)) return true;
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
