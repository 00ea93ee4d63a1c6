import { type HubClient, participants, digestOf, type SubgraphContext } from '@hub/kit';
import { keepSealed, missingSketches, type SketchReference } from './taken-sketches.js';

/** How many sketches are asked for together. */
const batchSize = 8;

/** The most bytes of sealed sketches that are kept: those of 3,321 communes, in base64url. */
const maxBytes = 16 * 1024 * 1024;

/** What fetching needs. */
export interface FetchOptions {
  readonly hub: HubClient;
  readonly em: SubgraphContext['em'];
  readonly log: SubgraphContext['log'];
}

type Offered = { readonly nodes: readonly { readonly number: number; readonly sketches: string | null }[] } | null;

/** Fetches, through the hub, the sealed sketches that releases named. */
export class SketchFetcher {
  /** What cannot be had for now, by its digest, so that it holds up nothing else. */
  readonly #given = new Set<string>();

  constructor(private readonly options: FetchOptions) {}

  /** Fetches all that is missing and can be had; returns how many came. */
  async fetchAll(signal: AbortSignal): Promise<number> {
    this.#given.clear();
    for (let fetched = 0; ;) {
      const missing = await missingSketches(this.options.em, batchSize + this.#given.size);
      const wanted = missing.filter(({ digest }) => !this.#given.has(digest)).slice(0, batchSize);
      if (wanted.length === 0) return fetched;
      fetched += await this.#fetch(wanted, signal);
    }
  }

  async #fetch(wanted: readonly SketchReference[], signal: AbortSignal): Promise<number> {
    const { hub, em, log } = this.options;
    const { data } = await hub.ask(queryFor(wanted), {}, signal);
    let fetched = 0;
    for (const [index, reference] of wanted.entries()) {
      const [node] = (data?.[`s${index}`] as Offered | undefined)?.nodes ?? [];
      const sealed = node?.number === reference.number ? node.sketches : null;
      if (sealed !== null && sealed.length <= maxBytes && digestOf(sealed) === reference.digest) {
        await keepSealed(em, reference, sealed);
        fetched += 1;
        continue;
      }
      this.#given.add(reference.digest);
      // An organisation that made later ones has destroyed these: its next release says so.
      if (sealed !== null) {
        const { organisation, goal, month, number } = reference;
        log.warn(
          { participant: organisation, goal, month, release: number },
          'refused sketches: not those that the release names',
        );
      }
    }
    return fetched;
  }
}

function queryFor(wanted: readonly SketchReference[]): string {
  const parts = wanted.map(({ organisation, number, digest }, index) => {
    const field = participants.find(({ code }) => code === organisation)?.field ?? organisation;
    return `  s${index}: ${field}Releases(after: ${number - 1}, first: 1) { nodes { number sketches(digest: "${digest}") } }`;
  });
  return `query Sketches {\n${parts.join('\n')}\n}`;
}
