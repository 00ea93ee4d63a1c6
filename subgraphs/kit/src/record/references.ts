import { storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { ListDeclaration } from './list-declaration.js';

/** The type that a column refers to; undefined where it holds a value. */
function refersTo(declared: ColumnDeclaration): string | undefined {
  switch (declared.kind) {
    case 'commune':
    case 'place':
      return 'Commune';
    case 'reference':
      return declared.to;
    case 'entity':
      return declared.type;
    default:
      return undefined;
  }
}

/**
 * The column of a record that finds a list's rows under its parent.
 * @throws Error where no column refers to the parent, or several do and the list does not say which.
 */
export function referringColumn(
  { name, columns }: RecordDeclaration,
  { on, by }: Pick<ListDeclaration, 'on' | 'by'>,
): readonly [string, ColumnDeclaration] {
  const [found, ...more] = Object.entries(columns).filter(([column, declared]) =>
    by === undefined ? refersTo(declared) === on : by === column,
  );
  if (!found || more.length > 0) {
    const number = found ? more.length + 1 : 0;
    throw new Error(`Expected one column of ${name} that refers to ${on}, got ${number}: say by.`);
  }
  return found;
}

/** The column of a record that refers to another. */
export function referenceTo(name: string, { name: from, columns }: RecordDeclaration): string {
  const found = Object.entries(columns).find(([, column]) => column.kind === 'reference' && column.to === name);
  if (!found) throw new Error(`Expected ${from} to have a reference to ${name}.`);
  return storedName(...found);
}
