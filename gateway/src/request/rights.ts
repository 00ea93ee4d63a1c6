import type { Granularity } from '@hub/protocol';

/** What a caller may do, as whoever told who it is says. */
export interface Rights {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  /** The agreements that hold for it, each as `agreementKey` names it. */
  readonly agreements?: HeldAgreements;
}

/** A field, and what was known of it when it was said what it needs. */
export interface SharedField {
  /** As `Type.field`. */
  readonly field: string;
  /** What reaches single communes: see `levelOf`. */
  readonly level: string;
}

/** The agreements that hold for a caller, with what they share now: not what they shared when an engine was opened. */
export interface HeldAgreements extends ReadonlySet<string> {
  /** Whether one of them shares a field. */
  share(agreement: string, asked: SharedField): boolean;
  /** The organisations that are asked by somebody who asks for these fields of another's, in which their shares are given. */
  askedIn(fields: readonly string[]): Iterable<string>;
  /** Names the goals of which figures may be combined at a level, by organisation: the same text for the same goals. */
  combinedAt(level: Granularity): string;
}

/** The rights of a caller of whom nothing is known. */
export const anonymous: Rights = { authenticated: false, scopes: new Set(), policies: new Set() };
