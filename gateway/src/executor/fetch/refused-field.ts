import type { Caller } from '../../request/caller.js';

/** Why callers may not see a field. Those that share a plan share it. */
export interface RefusedField {
  readonly field: string;
  /** What they do not meet: a field that is refused in several places for the same is one error. */
  readonly refusedBy: unknown;
  /** What a caller is told. */
  toldTo(caller: Caller): { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> };
}
