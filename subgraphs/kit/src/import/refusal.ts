import type { Rejection } from '../file/check-row.js';
import type { RowKind } from '../file/import-kind.js';

/** What PostgreSQL tells of a constraint that does not hold. Its `detail` has values, which may identify a person. */
export interface ConstraintFault {
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly detail?: string;
}

/** Says what the database refused a row for: in the kind's own words where it has some for the constraint. */
export function refusal(kind: RowKind, fault: ConstraintFault): Omit<Rejection, 'row'> {
  const { constraint = 'a constraint' } = fault;
  return (
    kind.constraints?.[constraint] ?? {
      column: columnsOf(fault)
        .filter((name) => name in kind.columns)
        .join('+'),
      reason: `expected a row that the database accepts, but it breaks ${constraint}`,
    }
  );
}

/** The table's columns that a fault is about, as far as it tells: the column, the key's, or those in a default name. */
function columnsOf({ constraint = '', table = '', column, detail = '' }: ConstraintFault): readonly string[] {
  if (column) return [column];
  const key = /^Key \(([^)]+)\)=/.exec(detail)?.[1];
  if (key) return key.split(', ');
  const isDefaultName = constraint.startsWith(`${table}_`) && constraint.endsWith('_check');
  return isDefaultName ? [constraint.slice(table.length + 1, -'_check'.length)] : [];
}
