import { type Examined, type LinkState, type OrganisationSaid } from '@hub/protocol';
import type { DocumentKind } from './organisation-documents.js';

/** How something is published. */
export interface Publishing {
  /** Why it is put in force though a check refused it. */
  readonly override?: string;
  /** Why it is not in force yet: the organisation does not serve it. */
  readonly waitsFor?: string;
  /** How its endpoint was held against the protocol. */
  readonly examined?: Examined | undefined;
}

/** What became of what was published: in force, kept until the organisation is live, or waiting to be served. */
export interface Published {
  readonly version: number;
  readonly state: 'IN_FORCE' | 'KEPT' | 'WAITING';
  readonly reason?: string;
}

/** An organisation as it joins: what it says of itself, its public key, and what it publishes. */
export interface Joining {
  readonly code: string;
  readonly said: OrganisationSaid;
  /** A public Ed25519 key in PEM. */
  readonly publicKey: string;
  readonly agreements: string | null;
  readonly schema: string | null;
  /** How its endpoint was held against the protocol; undefined where it was not. */
  readonly examined?: Examined | undefined;
}

/** An organisation as operators see it. */
export interface ListedOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid | null;
  readonly agreementsVersion: number | null;
  readonly schemaVersion: number | null;
  /** What was done last, by whom and why. */
  readonly last: { readonly what: string; readonly by: string; readonly at: string; readonly reason: string | null };
}

/** What an organisation has said and published, for whoever decides whether it goes live. */
export interface ShownOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid;
  readonly keyIds: readonly string[];
  readonly agreements: string | null;
  /** How it lays its records out, as `readPages` reads it. */
  readonly pages: string | null;
  readonly schema: string | null;
  /** How its endpoint was held against the protocol with this schema; null where it was not. */
  readonly examined: Examined | null;
  /** Why those who run the hub published this schema though a check refused it; null where none did. */
  readonly override: string | null;
}

/** A version of what an organisation published. */
export interface DocumentVersion {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly override: string | null;
  readonly examined: Examined | null;
  readonly inForce: boolean;
}
