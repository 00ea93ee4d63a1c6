import { ConnectorFault } from '../state/told.js';

/** How long the organisation's own endpoint may take to say that it is there, in milliseconds. */
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
    const { message, cause } = error as Error;
    reason = cause instanceof Error ? cause.message : message;
  }
  throw new ConnectorFault('UPSTREAM_UNREACHABLE', {
    vi: `Cần điểm cuối GraphQL của tổ chức ở ${url} trả lời, nhưng không được (${reason}).`,
    en: `Expected the organisation's GraphQL endpoint at ${url} to answer; it does not (${reason}).`,
  });
}
