import type { Caller } from '../../request/caller.js';

/** The refusal of a field, common to all callers that share a plan. */
export interface RefusedField {
  readonly field: string;
  /**
   * The requirement that the callers do not meet: a field refused in several places by the same requirement is one
   * error.
   */
  readonly refusedBy: unknown;
  /** The error for a caller. */
  shownTo(caller: Caller): { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> };
}
