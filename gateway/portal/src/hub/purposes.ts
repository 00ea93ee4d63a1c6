/** Timeout of the request, in milliseconds. */
const patienceMs = 10_000;

/**
 * Asks the hub for the purposes of a token's bearer, the usual one first.
 * @returns undefined if the hub does not answer.
 */
export async function purposesOf(token: string): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: 'query Purposes { me { purposes } }' }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { data } = (await response.json()) as {
      data?: { me?: { purposes: readonly string[] } | null } | null;
    };
    return data?.me?.purposes;
  } catch {
    return undefined;
  }
}
