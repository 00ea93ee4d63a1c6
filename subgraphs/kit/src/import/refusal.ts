import type { Rejection } from '../file/check-row.js';
import type { RowKind } from '../file/import-kind.js';

/** PostgreSQL's report of a broken constraint. Its `detail` holds values, which may identify a person. */
export interface ConstraintFault {
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly detail?: string;
}

/** Explains why the database refused a row: with the kind's own message where it has one for the constraint. */
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

/**
 * The table's columns that a fault is about, if they are known: the reported column, the key's columns, or the columns
 * in a constraint's default name.
 */
function columnsOf({ constraint = '', table = '', column, detail = '' }: ConstraintFault): readonly string[] {
  if (column) return [column];
  const key = /^Key \(([^)]+)\)=/.exec(detail)?.[1];
  if (key) return key.split(', ');
  const isDefaultName = constraint.startsWith(`${table}_`) && constraint.endsWith('_check');
  return isDefaultName ? [constraint.slice(table.length + 1, -'_check'.length)] : [];
}
