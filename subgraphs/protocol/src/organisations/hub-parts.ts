/** A subgraph of the hub: one organisation's service behind the gateway. */
export interface Subgraph {
  /** The organisation's code; also its subgraph's name in the supergraph and its folder's name. */
  readonly code: string;
  /** The port it listens on unless told otherwise. */
  readonly port: number;
}

/** The provincial steering committee's subgraph: it turns the contributions into progress. */
export const movement: Subgraph = { code: 'movement', port: 4001 };

/** The audit log's subgraph: what the hub was asked, by whom and what for. */
export const auditLog: Subgraph = { code: 'audit', port: 4006 };

/** The registry's subgraph: what the hub's operators keep, such as keys for programs. It is no organisation's. */
export const registry: Subgraph = { code: 'registry', port: 4009 };

/** Whether a subgraph is a service of the hub's own, and no organisation's: it has no records, and takes no files. */
export function isHubService(code: string): boolean {
  return code === auditLog.code || code === registry.code;
}

/**
 * What the gateway answers itself, as a subgraph of the supergraph: nothing listens at its address, and it is no
 * organisation's, so that no agreement speaks of it.
 */
export const gatewayItself = { code: 'gateway', url: 'local:gateway' } as const;

/** What no organisation may be called: the names of the hub's own parts, packages and addresses. */
export const reservedCodes: ReadonlySet<string> = new Set([
  ...[movement, auditLog, registry, gatewayItself].map(({ code }) => code),
  ...['hub', 'kit', 'protocol', 'connector', 'schema', 'issuer', 'postgres', 'province', 'anyone', 'all'],
]);
