/** The pseudonym in the name of a record, as SQL; null where it holds none. `ledger_activity` has an index on it. */
export function pseudonymIn(evidence: string): string {
  return `(regexp_match(${evidence}, '(^|[^A-Za-z0-9_-])([A-Za-z0-9_-]{43})($|[^A-Za-z0-9_-])'))[2]`;
}
