import type { OrganisationAgreements, SchemaUser } from '@hub/protocol';

/** A document as somebody keeps it: registered by an app, of an export's table, of the portal, or an example of the hub's. */
export interface UsedDocument {
  readonly kind: Exclude<SchemaUser['kind'], 'OPERATION' | 'AGREEMENT'>;
  /** Its name, with the app's where it is an app's. */
  readonly name: string;
  readonly text: string;
}

/** Operations that a client asked for of late, as the audit log has them. */
export interface UsedOperation {
  /** An app, an organisation's staff, a key or anonymous callers. */
  readonly client: string;
  /** What the software says it is, as `name@version`. */
  readonly software?: string | undefined;
  readonly operation?: string | undefined;
  /** What they asked for, as `Type.field`. */
  readonly fields: readonly string[];
  readonly count: number;
  /** When they were last asked for. */
  readonly lastAt?: string | undefined;
}

/** Who uses the graph's schema. */
export interface SchemaUsage {
  readonly documents: readonly UsedDocument[];
  readonly operations: readonly UsedOperation[];
  readonly agreements: readonly OrganisationAgreements[];
  /** Sources that could not be read, for the report. */
  readonly notLookedAt: readonly string[];
}

/** What an organisation lets another take over from it: a field that then the other answers. */
export interface OverrideConsent {
  readonly from: string;
  readonly to: string;
  /** Such as `Goal.progress`. */
  readonly coordinate: string;
}
