import { ConnectorFault } from '../state/told.js';

/** How long the organisation's own endpoint may take to answer, in milliseconds. */
const answerMs = 5000;

/** Asks the organisation's own endpoint whether it speaks GraphQL. @throws ConnectorFault */
export async function askUpstream(url: string): Promise<void> {
  let reason: string;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    });
    const text = await response.text();
    if (response.ok && /"__typename"/.test(text.slice(0, 10_000))) return;
    reason = `status ${response.status}, ${response.headers.get('content-type') ?? 'no content type'}`;
  } catch (error) {
    reason = reasonOf(error);
  }
  throw new ConnectorFault('UPSTREAM_UNREACHABLE', {
    vi: `Cần điểm cuối GraphQL của tổ chức ở ${url} trả lời, nhưng không được (${reason}).`,
    en: `Expected the organisation's GraphQL endpoint at ${url} to answer; it does not (${reason}).`,
  });
}

/**
 * Tests whether the JSON API of the records answers and accepts this connector.
 * @param headers the headers of each request; their values are never shown.
 * @throws ConnectorFault
 */
export async function askApi(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  let reason: string;
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    await response.body?.cancel();
    // The API's base address need not have a resource.
    const { status } = response;
    if (status < 500 && status !== 401 && status !== 403) return;
    reason = status < 500 ? `it refuses, status ${status}: check headersFile` : `status ${status}`;
  } catch (error) {
    reason = reasonOf(error);
  }
  const address = new URL(url).origin;
  throw new ConnectorFault('UPSTREAM_UNREACHABLE', {
    vi: `Cần API của tổ chức ở ${address} trả lời, nhưng không được (${reason}).`,
    en: `Expected the organisation's API at ${address} to answer; it does not (${reason}).`,
  });
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
