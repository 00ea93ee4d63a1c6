/** The reasons why a gateway is not ready. Public: `/readyz` and `gateway_not_ready` show these codes. */
export const unreadyReasons = {
  NO_SUPERGRAPH: 'The supergraph is not loaded yet.',
  AUDIT_UNAVAILABLE: 'The audit log takes no records, so that operations are refused.',
  SIGNING_KEY_UNUSABLE: 'The gateway’s signing key cannot be read, so that no subgraph is asked once its session ends.',
  NO_SUBGRAPH_KEYS: 'No subgraph has a public key here, so that none is asked.',
} as const;

export type UnreadyReason = keyof typeof unreadyReasons;

/** The body of `/readyz` if the gateway is not ready. */
export function notReadyBody(reasons: readonly UnreadyReason[]): object {
  return { status: 'not ready', reasons: reasons.map((code) => ({ code, message: unreadyReasons[code] })) };
}
