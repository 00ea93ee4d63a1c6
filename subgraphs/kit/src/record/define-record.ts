import { z } from 'zod';
import { entityLoader } from '../graphql/loader.js';
import { fileColumns } from './columns.js';
import { type RecordDeclaration, recordDeclaration } from './declaration.js';
import type { DefinedRecord } from './record.js';
import { faultsOf } from './record-faults.js';
import { entityOf, keyProperties } from './record-entity.js';
import type { RecordLogic } from './record-logic.js';
import { typeOf } from './record-type.js';
import type { FileRow, TableRow } from './row.js';

/**
 * Declares a record once. Its table, its file with the checks of its rows, its type of GraphQL with lists, filters and
 * references, its published counts and its claims about goals follow from the declaration; see `docs/records.md`.
 * @param declaration everything that data can declare: the same as in a file of YAML.
 * @param logic the functions of the record.
 * @throws Error that names each fault of the declaration.
 */
export function defineRecord<const Declaration extends RecordDeclaration>(
  declaration: Declaration,
  logic: RecordLogic<FileRow<Declaration>> = {},
): DefinedRecord<TableRow<Declaration>> {
  const read = recordDeclaration.safeParse(declaration);
  const faults = read.success ? faultsOf(declaration, logic) : [z.prettifyError(read.error)];
  if (faults.length > 0) throw new Error(`Expected ${declaration.name} to be declared rightly: ${faults.join('; ')}.`);
  const entity = entityOf(declaration);
  const [key = ''] = keyProperties(declaration);
  return {
    declaration,
    logic: logic,
    kind: declaration.file,
    columns: fileColumns(declaration),
    entity,
    type: typeOf(declaration) as DefinedRecord<TableRow<Declaration>>['type'],
    loader: entityLoader(entity, key as never),
  };
}
