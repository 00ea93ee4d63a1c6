/** HTTP statuses of a subgraph, or of a proxy before it, that are often temporary. */
const transientStatuses = new Set([502, 503, 504]);

/** Errors of an open connection: the other side may have closed a kept connection as the request went out. */
const brokenConnections = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Errors of a connection that never opened: it carried no request. */
const neverOpened = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The longest pause before a mutation that was never sent is tried again, in milliseconds. */
const maxUnsentPauseMs = 250;

/** The first back-off, at least and at most, in milliseconds; each further one is twice as long. */
const firstBackOff = { least: 25, most: 50 };

/** The longest accepted `Retry-After` of a subgraph, in milliseconds; for longer ones the gateway gives up. */
const maxRetryAfterMs = 2000;

/** How many requests allow one retry, so that a failing subgraph does not get many times the load. */
const requestsForRetry = 5;

/** How many retries may be saved up, and how many there are at first. */
const maxSavedRetries = 10;

/** Whether a status without a GraphQL response is worth another try. */
export function isTransient(status: number): boolean {
  return transientStatuses.has(status);
}

/** Whether a request may only have met a connection that had already ended. */
export function isBrokenConnection(error: Error): boolean {
  return brokenConnections.has((error as NodeJS.ErrnoException).code ?? '');
}

/** Whether an error proves that the request was not sent, because no connection opened. */
export function isUnsent(error: Error): boolean {
  return neverOpened.has((error as NodeJS.ErrnoException).code ?? '');
}

/** The pause before a mutation that was never sent is tried again, in milliseconds. @param retry which retry it is, from 0. */
export function unsentPause(retry: number): number {
  return Math.min(backOff(retry) ?? maxUnsentPauseMs, maxUnsentPauseMs);
}

/**
 * How long to wait before a retry, in milliseconds; undefined if the subgraph demands too long a wait.
 * @param retry which retry it is, from 0.
 * @param retryAfter the response's `Retry-After`.
 */
export function backOff(retry: number, retryAfter?: string): number | undefined {
  const { least, most } = firstBackOff;
  const milliseconds = (least + Math.random() * (most - least)) * 2 ** retry;
  const asked = retryAfter === undefined ? 0 : readRetryAfter(retryAfter);
  return asked > maxRetryAfterMs ? undefined : Math.max(milliseconds, asked);
}

/** A `Retry-After`, seconds or a date, in milliseconds from now; one that is neither counts as 0. */
function readRetryAfter(value: string): number {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : date - Date.now();
}

/** The retries left for a subgraph: a fifth of its requests, and a few at first. */
export class RetryBudget {
  /** In requests. */
  #saved = maxSavedRetries * requestsForRetry;

  /** Counts a request. */
  earn(): void {
    this.#saved = Math.min(this.#saved + 1, maxSavedRetries * requestsForRetry);
  }

  /** Takes one retry, if there is one. */
  take(): boolean {
    if (this.#saved < requestsForRetry) return false;
    this.#saved -= requestsForRetry;
    return true;
  }
}
