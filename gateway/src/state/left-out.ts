/** An organisation, app or table whose file cannot be used, or a part of the hub that does not answer, as anybody may learn of it: what is wrong is in the log alone. */
export type Faulty =
  | { readonly organisation: string; readonly code: string }
  | { readonly app: string; readonly code: string }
  | { readonly table: string; readonly code: string }
  | { readonly part: string; readonly code: string };

/** What the gateway runs without. */
export interface LeftOut {
  /** Those of whom nothing is served. */
  readonly leftOut: readonly Faulty[];
  /** Those whose file before is still used, since the one that is there now cannot be. */
  readonly outdated: readonly Faulty[];
}
