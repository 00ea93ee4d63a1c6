import { type Examined, type LinkState, type OrganisationSaid } from '@hub/protocol';
import type { DocumentKind } from './organisation-documents.js';

/** The circumstances of a publication. */
export interface Publishing {
  /** Why it is put in force in spite of a check's refusal. */
  readonly override?: string;
  /** Why it is not in force yet: the organisation does not serve it. */
  readonly waitsFor?: string;
  /** The result of examining its endpoint against the protocol. */
  readonly examined?: Examined | undefined;
}

/** The result of publishing: in force, kept until the organisation is live, or waiting to be served. */
export interface Published {
  readonly version: number;
  readonly state: 'IN_FORCE' | 'KEPT' | 'WAITING';
  readonly reason?: string;
}

/** An organisation's request to join: its details, its public key, and its documents. */
export interface Joining {
  readonly code: string;
  readonly said: OrganisationSaid;
  /** A public Ed25519 key in PEM. */
  readonly publicKey: string;
  readonly agreements: string | null;
  readonly schema: string | null;
  /** The result of examining its endpoint against the protocol; undefined if it was not examined. */
  readonly examined?: Examined | undefined;
}

/** An organisation for operators. */
export interface ListedOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid | null;
  readonly agreementsVersion: number | null;
  readonly schemaVersion: number | null;
  /** The last action, with its author and reason. */
  readonly last: { readonly what: string; readonly by: string; readonly at: string; readonly reason: string | null };
}

/** An organisation's details and documents, for the decision whether it goes live. */
export interface ShownOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid;
  readonly keyIds: readonly string[];
  readonly agreements: string | null;
  /** Its record layout, as `readPages` reads it. */
  readonly pages: string | null;
  readonly schema: string | null;
  /** The result of examining its endpoint against the protocol with this schema; null if it was not examined. */
  readonly examined: Examined | null;
  /** Why an operator published this schema in spite of a check's refusal; null if none did. */
  readonly override: string | null;
}

/** A version of an organisation's document. */
export interface DocumentVersion {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly override: string | null;
  readonly examined: Examined | null;
  readonly inForce: boolean;
}
