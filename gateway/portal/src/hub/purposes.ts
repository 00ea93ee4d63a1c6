/** How long the hub may take to say it, in milliseconds. */
const patienceMs = 10_000;

/**
 * Asks the hub which purposes the bearer of a token may name, the usual one first.
 * @returns undefined where the hub does not say, as while it answers nobody.
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
