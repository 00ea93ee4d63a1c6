import { knownOrganisations } from '@hub/runtime';
import { until } from './until.js';

const query = `{ goals { progress { contributions { organisation { code } release { number } } } } }`;

interface Contribution {
  readonly organisation: { readonly code: string };
  readonly release: { readonly number: number } | null;
}

interface Answer {
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly data?: {
    readonly goals?: readonly { readonly progress: { readonly contributions: Contribution[] } | null }[];
  };
}

/**
 * The number of the newest release of each organisation that movement has taken in, as callers of a gateway see it.
 * Empty if movement is late or out of service, as on a busy machine.
 */
export async function takenIn(gateway: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-purpose': 'statistics' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as Answer;
  const isBusy = (code: unknown) => code === 'SUBGRAPH_TIMEOUT' || code === 'SUBGRAPH_UNAVAILABLE';
  if (errors?.every(({ extensions }) => isBusy(extensions?.code))) return new Map();
  if (errors) throw new Error(`Expected to be told which releases are taken in, got ${JSON.stringify(errors)}.`);
  const contributions = (data?.goals ?? []).flatMap(({ progress }) => progress?.contributions ?? []);
  return new Map(contributions.map(({ organisation, release }) => [organisation.code, release?.number ?? 0]));
}

/**
 * Waits until movement has taken in releases.
 * @param gateway where the gateway is, without `/graphql`.
 * @param numbers of which organisations, and up to which number; the first of every linked one by default.
 */
export async function untilTakenIn(
  gateway: string,
  numbers: Readonly<Record<string, number>> = Object.fromEntries(knownOrganisations.map(({ code }) => [code, 1])),
): Promise<void> {
  let known: ReadonlyMap<string, number> = new Map();
  const areTaken = async () => {
    known = await takenIn(gateway);
    return Object.entries(numbers).every(([code, number]) => (known.get(code) ?? 0) >= number);
  };
  const what = `the releases ${JSON.stringify(numbers)} to be taken in`;
  await until(areTaken, { what, within: 120_000, every: 250, seen: () => [...known] });
}
