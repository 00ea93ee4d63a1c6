import type { EventKind } from './event-kind.js';

/** A text in both languages. */
export interface BothTexts {
  readonly vi: string;
  readonly en: string;
}

/** Something to tell, once. */
export interface NewEvent {
  /** By what it is known that it was told: the same for the same fact. */
  readonly key: string;
  readonly kind: EventKind;
  readonly title: BothTexts;
  readonly goal?: string | null;
  readonly period?: string | null;
  readonly organisation?: string | null;
  readonly publication?: string | null;
  /** Of figures that changed: the organisation whose release changed them, and the first month. Not public. */
  readonly changedBy?: string | null;
  readonly changedFrom?: string | null;
  /** The commune that it is of: then it is for those who may see the figures of communes. */
  readonly commune?: string | null;
  /** The communes in which something changed; all where it does not say. */
  readonly communes?: readonly string[] | null;
}
