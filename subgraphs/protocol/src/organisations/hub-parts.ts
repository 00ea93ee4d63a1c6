/** A subgraph of the hub: one organisation's service behind the gateway. */
export interface Subgraph {
  /** The organisation's code; also its subgraph's name in the supergraph and its folder's name. */
  readonly code: string;
  /** The default port. */
  readonly port: number;
}

/** The provincial steering committee's subgraph: it computes progress from the contributions. */
export const movement: Subgraph = { code: 'movement', port: 4001 };

/** The audit log's subgraph: the hub's requests, with callers and purposes. */
export const auditLog: Subgraph = { code: 'audit', port: 4006 };

/** The registry's subgraph: data of the hub's operators, such as keys for programs. It belongs to no organisation. */
export const registry: Subgraph = { code: 'registry', port: 4009 };

/** Whether a subgraph is a service of the hub, and no organisation's: it has no records, and imports no files. */
export function isHubService(code: string): boolean {
  return code === auditLog.code || code === registry.code;
}

/**
 * The gateway's own fields, as a subgraph of the supergraph: it has no server, and belongs to no organisation, so that
 * no agreement names it.
 */
export const gatewayItself = { code: 'gateway', url: 'local:gateway' } as const;

/** Codes that no organisation may have: the names of the hub's parts, packages and addresses. */
export const reservedCodes: ReadonlySet<string> = new Set([
  ...[movement, auditLog, registry, gatewayItself].map(({ code }) => code),
  ...['hub', 'kit', 'protocol', 'connector', 'schema', 'issuer', 'postgres', 'province', 'anyone', 'all'],
]);
