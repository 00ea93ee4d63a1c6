import type { CostModel } from './cost-model.js';

/** The subgraphs and fetches at a place of an operation. */
export interface AskedFrom {
  /** The subgraphs that answer the enclosing field; none at a root. */
  readonly graphs: ReadonlySet<string>;
  /** Further fetches at the place; each counts once, whatever fragments select it. */
  readonly fetches: Set<string>;
}

/** Counts the places of an operation at which a further subgraph must be queried. */
export class FetchCounter {
  #count = 0;

  constructor(private readonly model: Pick<CostModel, 'source'>) {}

  /** The count so far. */
  get count(): number {
    return this.#count;
  }

  /** Counts the fetches for a field; gives the subgraphs that answer the fields below it. */
  fetchedFor(coordinate: string, { graphs, fetches: known }: AskedFrom): ReadonlySet<string> {
    const source = this.model.source(coordinate);
    if (!source) return graphs;
    const here = new Set([...source.graphs].filter((graph) => graphs.has(graph)));
    const needed = source.requires.filter((graph) => !graphs.has(graph));
    const own = [...source.graphs].join(' or ');
    // A field with required fields is fetched after them, even from the enclosing subgraph.
    if (needed.length > 0) needed.push(`then ${own}`);
    else if (here.size === 0) needed.push(own);
    for (const fetch of needed) {
      if (!known.has(fetch)) this.#count += 1;
      known.add(fetch);
    }
    return here.size === 0 ? source.graphs : here;
  }
}
