import type { EventKind } from './event-kind.js';

/** A text in both languages. */
export interface BothTexts {
  readonly vi: string;
  readonly en: string;
}

/** A fact that makes one event. */
export interface NewEvent {
  /** Identifies the fact: the same fact has the same key. */
  readonly key: string;
  readonly kind: EventKind;
  readonly title: BothTexts;
  readonly goal?: string | null;
  readonly period?: string | null;
  readonly organisation?: string | null;
  readonly publication?: string | null;
  /** For changed figures: the organisation whose release changed them, and the first month. Not public. */
  readonly changedBy?: string | null;
  readonly changedFrom?: string | null;
  /** The commune of the event: only callers that may see the figures of communes get it. */
  readonly commune?: string | null;
  /** The communes with a change; all if absent. */
  readonly communes?: readonly string[] | null;
}
