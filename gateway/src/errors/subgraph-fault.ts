/** The reasons why a subgraph gave no GraphQL response; callers get them as `extensions.code`. */
export const subgraphFaultCodes = [
  /** The subgraph did not respond within its timeout. */
  'SUBGRAPH_TIMEOUT',
  /** The connection failed or broke. */
  'SUBGRAPH_UNREACHABLE',
  /** The response violates the GraphQL or Federation specification. */
  'SUBGRAPH_INVALID_RESPONSE',
  /** The subgraph refused the gateway's signature, or its own signature is wrong. */
  'SUBGRAPH_UNTRUSTED',
  /** The subgraph failed so often recently that it gets no requests for a moment. */
  'SUBGRAPH_UNAVAILABLE',
  /** The subgraph refused a request as too large (HTTP status 413). */
  'SUBGRAPH_REQUEST_TOO_LARGE',
  /** The subgraph's queue is full. */
  'SUBGRAPH_OVERLOADED',
  /** A subscription's events ended without completion. */
  'SUBSCRIPTION_LOST',
  /** Events arrived faster than the other subgraphs completed them. */
  'SUBSCRIPTION_OVERFLOW',
  /** The deadline of the whole operation passed. */
  'GATEWAY_TIMEOUT',
  /** The caller left, and receives no code. */
  'REQUEST_CANCELLED',
] as const;

export type SubgraphFaultCode = (typeof subgraphFaultCodes)[number];

/** A subgraph gave no GraphQL response. The message is for callers, the cause only for the log. */
export class SubgraphFault extends Error {
  /** False for a mutation that was never sent, so that it was not executed; undefined otherwise. */
  readonly executed: false | undefined;

  constructor(
    readonly code: SubgraphFaultCode,
    message: string,
    options?: ErrorOptions & { readonly executed?: false | undefined },
  ) {
    super(message, options);
    this.executed = options?.executed;
  }
}

/** The fault if a subgraph's response violates the GraphQL or Federation specification. */
export function notGraphQL(name: string, what: string): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_INVALID_RESPONSE', `${name} gave no valid GraphQL response (${what}).`);
}

/**
 * The fault if a subgraph refuses a request because of its size.
 * @param length the request's size in bytes; only for the log.
 */
export function tooLarge(name: string, length: number): SubgraphFault {
  const cause = new Error(
    `HTTP status 413 for ${length} bytes; SUBGRAPH_MAX_REQUEST_BYTES splits requests for entities`,
  );
  return new SubgraphFault('SUBGRAPH_REQUEST_TOO_LARGE', `The request is too large for ${name}.`, { cause });
}

/** The fault if a subgraph refuses the gateway's signature, or its own signature is wrong. */
export function untrusted(name: string, cause: unknown): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_UNTRUSTED', `${name} and the gateway do not trust each other.`, { cause });
}
