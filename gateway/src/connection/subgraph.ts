/** A subgraph with its address. */
export interface Subgraph {
  /** Its name in the supergraph; in the hub, the organisation's code. */
  readonly name: string;
  readonly url: string;
}
