import { listLoader } from '../graphql/loader.js';
import { propertyOf, storedName } from './columns.js';
import type { ListDeclaration } from './list-declaration.js';
import type { ResolvedField } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf, tableOf } from './record-entity.js';
import { filtersOf } from './record-filters.js';
import { chosenPages, orderOf } from './record-lists.js';
import { referenceTo, referringColumn } from './references.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * The field of a list under a parent where another record links the two: many to many.
 * @param link the record that refers to both.
 * @param parentKey the property of the parent that it refers to.
 */
export function listThrough(
  link: DefinedRecord,
  record: DefinedRecord,
  list: ListDeclaration,
  parentKey: string,
  recordNamed: (name: string) => DefinedRecord,
): ResolvedField {
  const { declaration, entity, type, loader } = record;
  const { field, description, short, cost } = list;
  const parent = storedName(...referringColumn(link.declaration, list));
  const own = referenceTo(declaration.name, link.declaration);
  const said = { field, description, cost, nullable: true };
  if (short) {
    const links = listLoader<Row>(link.entity, propertyOf(parent), propertyOf(own));
    return {
      ...said,
      type: () => [type],
      resolve: async (context, { [parentKey]: key }: Row) => {
        const found = await links(context).load(key as string);
        const rows = await Promise.all(found.map((row) => loader(context).load(row[propertyOf(own)] as string)));
        return rows.filter((row) => row !== null);
      },
    };
  }
  const [key = ''] = keyOf(declaration);
  const source = {
    entity,
    orderColumns: orderOf(list, declaration),
    where: `exists (select from ${tableOf(link.declaration)} l where l.${own} = t.${key} and l.${parent} = parent.key)`,
  };
  const pages = chosenPages(record, field, source, filtersOf(list, record, recordNamed));
  return {
    ...said,
    ...pages,
    resolve: (context, row: Row, ...given: object[]) => pages.load(context, given, row[parentKey] as string),
  };
}
