import { wordsOf } from '../graphql/words.js';
import { type ClassType, Int } from 'type-graphql';
import type { SubgraphContext } from '../graphql/context.js';
import { PeopleCount } from '../disclosure/people-count.js';
import { communesOfMeasures, isOfAllPlaces, type PeopleTable, totalOfAllPlaces } from '../disclosure/people-table.js';
import { publishedCountOf } from '../disclosure/published-counts.loader.js';
import { Provenance, provenanceOf } from '../import/provenance.js';
import { propertyOf, storedName } from './columns.js';
import type { ColumnDeclaration, CountDeclaration, PlaceCountDeclaration, RecordDeclaration } from './declaration.js';
import { objectType, type PlainField, type ResolvedField } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf, tableOf } from './record-entity.js';
import { rightOf, valueType } from './record-type.js';
import { referenceTo } from './references.js';

/** The field of a record's published count. */
export function countField(field: string, count: CountDeclaration, declaration: RecordDeclaration): ResolvedField {
  const { measure, description, occurrences, cost } = count;
  const key = propertyOf(keyOf(declaration)[0] ?? '');
  const published = (context: SubgraphContext, row: Readonly<Record<string, unknown>>) =>
    publishedCountOf({ measure, place: row[key] as string }, context);
  const said = { field, description, cost };
  return occurrences === undefined
    ? { ...said, type: () => PeopleCount, resolve: (context, row: never) => published(context, row) }
    : {
        ...said,
        type: () => Int,
        nullable: true,
        resolve: async (context, row: never) => (await published(context, row)).people,
      };
}

/**
 * The tables of a record's published counts, each by the record's key, without counts that have a table outside the
 * records.
 */
export function countTables(record: DefinedRecord, recordNamed: (name: string) => DefinedRecord): PeopleTable[] {
  return Object.values(record.declaration.counts ?? {})
    .filter(({ people, number, occurrences }) => (people ?? number ?? occurrences) !== undefined)
    .map((count) => countTable(count, record, recordNamed));
}

function countTable(
  count: CountDeclaration,
  { declaration }: DefinedRecord,
  recordNamed: (name: string) => DefinedRecord,
): PeopleTable {
  const { measure, people, number, occurrences, goal } = count;
  const table = tableOf(declaration);
  const [key = ''] = keyOf(declaration);
  const named = `'${measure}' as measure, '' as subject`;
  if (people !== undefined) {
    const { declaration: of } = recordNamed(people);
    const parent = referenceTo(declaration.name, of);
    return {
      measures: [measure],
      counts: `
        select ${named}, ${parent} as place, '' as month, count(distinct pseudonym)::int as people
        from ${tableOf(of)} group by ${parent}`,
      ...(goal !== undefined && {
        figures: [`select '${goal}' as goal, ${named}, ${key} as place, '' as month from ${table}`],
      }),
    };
  }
  return {
    measures: [measure],
    counts: `select ${named}, ${key} as place, '' as month, ${number ?? occurrences ?? ''} as people from ${table}`,
    ...(occurrences !== undefined &&
      goal !== undefined && {
        occurrences: [
          `select '${declaration.file}:' || ${key} as evidence, ${named}, ${key} as place, '' as month from ${table}`,
        ],
      }),
  };
}

/**
 * The values by which a record is counted in places: its column's words or numbers; one value where no column groups
 * it.
 */
function valuesOf({ by }: PlaceCountDeclaration, { columns }: RecordDeclaration): (string | number | undefined)[] {
  const column = by === undefined ? undefined : columns[by];
  if (column?.kind === 'word') return wordsOf(column.words);
  if (column?.kind !== 'integer') return [undefined];
  const { least = 0, most = least } = column;
  return Array.from({ length: most - least + 1 }, (_, index) => least + index);
}

const measureOf = ({ measure }: PlaceCountDeclaration, value: string | number | undefined) =>
  value === undefined ? measure : `${measure}_${value}`;

/** The column of the commune that counts a row. */
function communeOf({ name, columns }: RecordDeclaration): string {
  for (const [column, declared] of Object.entries(columns)) {
    if (declared.kind === 'commune') return storedName(column, declared);
    if (declared.kind === 'person' && declared.keeps?.includes('commune_code')) return 'commune_code';
  }
  throw new Error(`Expected ${name} to keep a commune, because it is counted by commune.`);
}

/** The table of a record's counts by commune, each a part of the total. */
export function placeCountTable(count: PlaceCountDeclaration, { declaration }: DefinedRecord): PeopleTable {
  const { by } = count;
  const measures = valuesOf(count, declaration).map((value) => measureOf(count, value));
  const person = Object.values(declaration.columns).some(({ kind }) => kind === 'person');
  const commune = communeOf(declaration);
  const column = by === undefined ? undefined : storedName(by, declaration.columns[by] as ColumnDeclaration);
  return {
    measures,
    totalsOf: totalOfAllPlaces,
    rising: isOfAllPlaces,
    counts: `
      select '${count.measure}'${column === undefined ? '' : ` || '_' || ${column}`} as measure, '' as subject, ${commune} as place,
        '' as month, count(${person ? 'distinct pseudonym' : '*'})::int as people
      from ${tableOf(declaration)} group by ${column === undefined ? '' : `${column}, `}grouping sets ((${commune}), ())`,
    parts: communesOfMeasures(measures),
  };
}

/** The fields that show a record's counts in a place: `Query`'s for the total, and `Commune`'s. */
export function placeCountFields(
  count: PlaceCountDeclaration,
  { declaration, kind }: DefinedRecord,
): { readonly inAll: ResolvedField; readonly inCommune: ResolvedField } | undefined {
  const { shown, by } = count;
  if (!shown) return undefined;
  const { field, cost, inAll, inCommune } = shown;
  const said = { field, nullable: true, cost };
  const answer = by === undefined ? oneNumber(count) : numbersBy(by, count, declaration, kind);
  return {
    inAll: { ...said, ...answer.of, description: inAll, resolve: (context) => answer.at(context.rootPlace, context) },
    inCommune: {
      ...said,
      ...answer.of,
      description: inCommune,
      resolve: (context, { code }: { readonly code: string }) => answer.at(code, context),
    },
  };
}

interface Answer {
  readonly of: Pick<ResolvedField, 'type'>;
  readonly at: (place: string, context: SubgraphContext) => Promise<unknown>;
}

function oneNumber({ measure }: PlaceCountDeclaration): Answer {
  return {
    of: { type: () => PeopleCount },
    at: (place, context) => publishedCountOf({ measure, place }, context),
  };
}

function numbersBy(by: string, count: PlaceCountDeclaration, declaration: RecordDeclaration, kind: string): Answer {
  const column = declaration.columns[by] as ColumnDeclaration & { readonly description?: string };
  const { type: name, typeDescription, count: shownAs = 'people', countDescription } = count.shown ?? {};
  const fields: PlainField[] = [
    { property: propertyOf(by), type: valueType(column), description: column.description ?? '' },
    { property: shownAs, type: () => PeopleCount, description: countDescription ?? 'How many there are.' },
  ];
  const right = rightOf(declaration.shown === 'nobody' ? { ...declaration, shown: 'records' } : declaration);
  const type: ClassType = objectType(
    name ?? `${declaration.name}Count`,
    typeDescription ?? `${declaration.description} How many there are, by ${by}.`,
    fields,
    { right, base: Provenance as unknown as ClassType },
  );
  const values = valuesOf(count, declaration);
  return {
    of: { type: () => [type] },
    at: async (place, context) => {
      const provenance = await provenanceOf(kind, context);
      return Promise.all(
        values.map(async (value) => ({
          ...provenance,
          [propertyOf(by)]: value,
          [shownAs]: await publishedCountOf({ measure: measureOf(count, value), place }, context),
        })),
      );
    },
  };
}
