/**
 * An organisation, app or table with an unusable file, or a part of the hub that does not respond. Public: the fault
 * itself is only in the log.
 */
export type Faulty =
  | { readonly organisation: string; readonly code: string }
  | { readonly app: string; readonly code: string }
  | { readonly table: string; readonly code: string }
  | { readonly part: string; readonly code: string };

/** The faulty parts of a running gateway. */
export interface LeftOut {
  /** The parts that are not served at all. */
  readonly leftOut: readonly Faulty[];
  /** The parts that use a former file, because the present one cannot be used. */
  readonly outdated: readonly Faulty[];
}
