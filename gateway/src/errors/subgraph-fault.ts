/** Why a subgraph gave no GraphQL answer; callers see it as `extensions.code`. */
export const subgraphFaultCodes = [
  /** It did not answer within its timeout. */
  'SUBGRAPH_TIMEOUT',
  /** No connection, or one that broke. */
  'SUBGRAPH_UNREACHABLE',
  /** What came breaks the GraphQL or Federation specification. */
  'SUBGRAPH_INVALID_RESPONSE',
  /** It refused what the gateway signed, or its answer is not signed as agreed. */
  'SUBGRAPH_UNTRUSTED',
  /** It failed so often lately that it is not asked for a moment. */
  'SUBGRAPH_UNAVAILABLE',
  /** It refused a request as too large (HTTP status 413). */
  'SUBGRAPH_REQUEST_TOO_LARGE',
  /** More wait for it already than may. */
  'SUBGRAPH_OVERLOADED',
  /** The events of a subscription ended before it said that they are complete. */
  'SUBSCRIPTION_LOST',
  /** Its events came faster than the other subgraphs completed them. */
  'SUBSCRIPTION_OVERFLOW',
  /** The whole operation's deadline passed. */
  'GATEWAY_TIMEOUT',
  /** The caller left; nobody sees this one. */
  'REQUEST_CANCELLED',
] as const;

export type SubgraphFaultCode = (typeof subgraphFaultCodes)[number];

/** A subgraph gave no GraphQL answer. The message is fit for callers; the cause is for the log alone. */
export class SubgraphFault extends Error {
  constructor(
    readonly code: SubgraphFaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The fault of a subgraph whose answer breaks the GraphQL or Federation specification. */
export function notGraphQL(name: string, what: string): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_INVALID_RESPONSE', `${name} gave no valid GraphQL response (${what}).`);
}

/**
 * The fault of a subgraph that refuses a request for its size.
 * @param length the request's, in bytes; only the log has it.
 */
export function tooLarge(name: string, length: number): SubgraphFault {
  const cause = new Error(
    `HTTP status 413 for ${length} bytes; SUBGRAPH_MAX_REQUEST_BYTES splits requests for entities`,
  );
  return new SubgraphFault('SUBGRAPH_REQUEST_TOO_LARGE', `The request is too large for ${name}.`, { cause });
}

/** The fault of a subgraph that refuses what the gateway signed, or whose answer is not signed as agreed. */
export function untrusted(name: string, cause: unknown): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_UNTRUSTED', `${name} and the gateway do not trust each other.`, { cause });
}
