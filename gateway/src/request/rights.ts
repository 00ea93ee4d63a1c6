import type { Granularity } from '@hub/protocol';

/** A caller's rights, from the issuer of its identity. */
export interface Rights {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  /** The agreements that apply to it, each in the form of `agreementKey`. */
  readonly agreements?: HeldAgreements;
}

/** A field, with the fields at commune level when its requirements were read. */
export interface SharedField {
  /** As `Type.field`. */
  readonly field: string;
  /** The fields that reveal single communes, as text: see `levelOf`. */
  readonly level: string;
}

/**
 * The agreements that apply to a caller, with their present shares, which may have changed since an engine was opened.
 */
export interface HeldAgreements extends ReadonlySet<string> {
  /** Whether an agreement shares a field. */
  share(agreement: string, asked: SharedField): boolean;
  /** The organisations whose shared figures are part of these fields, although another subgraph answers them. */
  askedIn(fields: readonly string[]): Iterable<string>;
  /** The goals whose figures may be combined at a level, by organisation, as text: equal for the same goals. */
  combinedAt(level: Granularity): string;
}

/** The rights of an anonymous caller. */
export const anonymous: Rights = { authenticated: false, scopes: new Set(), policies: new Set() };
