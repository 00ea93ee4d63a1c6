/** The pseudonym in a record's name, as SQL; null where it has none. `ledger_activity` has an index on it. */
export function pseudonymIn(evidence: string): string {
  return `(regexp_match(${evidence}, '(^|[^A-Za-z0-9_-])([A-Za-z0-9_-]{43})($|[^A-Za-z0-9_-])'))[2]`;
}
