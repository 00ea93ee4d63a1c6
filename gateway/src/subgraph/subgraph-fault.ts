/** Why a subgraph gave no GraphQL answer; clients see it as `extensions.code`. */
export type SubgraphFaultCode = 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_UNREACHABLE' | 'SUBGRAPH_INVALID_RESPONSE';

/** A subgraph gave no GraphQL answer. The message is fit for clients; the cause is for the log alone. */
export class SubgraphFault extends Error {
  constructor(
    readonly code: SubgraphFaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
