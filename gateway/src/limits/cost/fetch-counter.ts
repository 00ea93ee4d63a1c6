import type { CostModel } from './cost-model.js';

/** From where fields are asked for. */
export interface AskedFrom {
  /** The subgraphs that answer the field around them; none at a root. */
  readonly graphs: ReadonlySet<string>;
  /** What else must be fetched here; counted once, in whatever fragments it is selected. */
  readonly fetches: Set<string>;
}

/** Counts the places of an operation at which a further subgraph must be asked. */
export class FetchCounter {
  #count = 0;

  constructor(private readonly model: Pick<CostModel, 'source'>) {}

  /** How many there are so far. */
  get count(): number {
    return this.#count;
  }

  /** Counts what must be fetched for a field, and tells which subgraphs answer what is below it. */
  fetchedFor(coordinate: string, { graphs, fetches: known }: AskedFrom): ReadonlySet<string> {
    const source = this.model.source(coordinate);
    if (!source) return graphs;
    const here = new Set([...source.graphs].filter((graph) => graphs.has(graph)));
    const needed = source.requires.filter((graph) => !graphs.has(graph));
    const own = [...source.graphs].join(' or ');
    // What requires others' fields is fetched when those are there, even from the subgraph that answers what is around.
    if (needed.length > 0) needed.push(`then ${own}`);
    else if (here.size === 0) needed.push(own);
    for (const fetch of needed) {
      if (!known.has(fetch)) this.#count += 1;
      known.add(fetch);
    }
    return here.size === 0 ? source.graphs : here;
  }
}
