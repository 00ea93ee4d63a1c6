import type { OrganisationAgreements, SchemaUser } from '@hub/protocol';

/** A stored document: registered by an app, of an exported table, of the portal, or an example in the documentation. */
export interface UsedDocument {
  readonly kind: Exclude<SchemaUser['kind'], 'OPERATION' | 'AGREEMENT'>;
  /** Its name, with the app's name for an app's document. */
  readonly name: string;
  readonly text: string;
}

/** Recent operations of a client, from the audit log. */
export interface UsedOperation {
  /** An app, an organisation's staff, a key or anonymous callers. */
  readonly client: string;
  /** The software's claimed name, as `name@version`. */
  readonly software?: string | undefined;
  readonly operation?: string | undefined;
  /** The requested fields, as `Type.field`. */
  readonly fields: readonly string[];
  readonly count: number;
  /** When they were last requested. */
  readonly lastAt?: string | undefined;
}

/** The users of the graph's schema. */
export interface SchemaUsage {
  readonly documents: readonly UsedDocument[];
  readonly operations: readonly UsedOperation[];
  readonly agreements: readonly OrganisationAgreements[];
  /** Sources that could not be read, for the report. */
  readonly notLookedAt: readonly string[];
}

/** An organisation's consent that another takes over one of its fields, and answers it from then on. */
export interface OverrideConsent {
  readonly from: string;
  readonly to: string;
  /** Such as `Goal.progress`. */
  readonly coordinate: string;
}
