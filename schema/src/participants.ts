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
}

/** The provincial steering committee's subgraph: it turns the contributions into progress. */
export const movement: Subgraph = { code: 'movement', port: 4001 };

/**
 * The organisations linked to the hub that contribute to goals. A new participant is an entry here:
 * `GoalProgress`, its `@requires` set and the composition follow from this list.
 */
export const participants = [
  { code: 'womens-union', port: 4002, field: 'womensUnion', name: "the Women's Union" },
  { code: 'youth-union', port: 4003, field: 'youthUnion', name: 'the Youth Union' },
  { code: 'university', port: 4004, field: 'university', name: 'Hồng Đức University' },
  { code: 'public-sector', port: 4005, field: 'publicSector', name: 'the public sector (HR)' },
  { code: 'education', port: 4007, field: 'education', name: 'the Department of Education and Training' },
] as const satisfies readonly Participant[];

/** The audit log's subgraph: what the hub was asked, by whom and what for. */
export const auditLog: Subgraph = { code: 'audit', port: 4006 };

/**
 * What the gateway answers itself, as a subgraph of the supergraph: nothing listens at its address, and it is no
 * organisation's, so that no agreement speaks of it.
 */
export const gatewayItself = { code: 'gateway', url: 'local:gateway' } as const;

/** Every subgraph of the hub, in the order in which it starts. */
export const subgraphs: readonly Subgraph[] = [movement, ...participants, auditLog];

/**
 * The field of `GoalProgress` by which the gateway hands an organisation's share to movement. No client can ask for it:
 * the province's progress is everyone's to see, a share is for those who may see shares.
 */
export const shareField = ({ field }: Participant): string => `${field}Share`;

/** The field set that each computed field of `GoalProgress` requires: the same for all, so that movement is asked once. */
export const contributionFieldSet = participants
  .map((participant) => `${shareField(participant)} { people asOf suppressed }`)
  .join(' ');
