/** A subgraph of the hub: one organisation's service behind the gateway. */
export interface Subgraph {
  /** The organisation's code; also its subgraph's name in the supergraph and its folder's name. */
  readonly code: string;
  /** The port it listens on unless told otherwise. */
  readonly port: number;
}

/** An organisation that contributes to the movement's goals from its own ledger. */
export interface Participant extends Subgraph {
  /** Its field on `GoalProgress`. */
  readonly field: string;
  /** Its name in English, as it stands in a sentence. */
  readonly name: string;
  /** Whether counts are all that it has, and no record of a person: then it has no pseudonyms and no key to them. */
  readonly countsOnly?: true;
}

/** The provincial steering committee's subgraph: it turns the contributions into progress. */
export const movement: Subgraph = { code: 'movement', port: 4001 };

/**
 * The organisations linked to the hub that contribute to goals. A new participant is an entry here: the composition and
 * what movement follows of releases come from this list.
 */
export const participants = [
  { code: 'womens-union', port: 4002, field: 'womensUnion', name: "the Women's Union" },
  { code: 'youth-union', port: 4003, field: 'youthUnion', name: 'the Youth Union' },
  { code: 'university', port: 4004, field: 'university', name: 'Hồng Đức University' },
  { code: 'public-sector', port: 4005, field: 'publicSector', name: 'the public sector (HR)' },
  { code: 'education', port: 4007, field: 'education', name: 'the Department of Education and Training' },
  { code: 'identity', port: 4008, field: 'identity', name: 'the provincial police (VNeID)', countsOnly: true },
] as const satisfies readonly Participant[];

/** Whether an organisation has records of people, kept under pseudonyms: each participant has but those with counts only. */
export function keepsPeople(organisation: string): boolean {
  const participant: Participant | undefined = participants.find(({ code }) => code === organisation);
  return participant !== undefined && !participant.countsOnly;
}

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

/** Every subgraph of the hub, in the order in which it starts. */
export const subgraphs: readonly Subgraph[] = [movement, ...participants, auditLog, registry];
