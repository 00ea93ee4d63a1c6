import { type Bilingual, operationOf } from '@hub/protocol';
import { recordFields, type FieldKind, type RecordField } from './record-fields.js';
import { type RecordKind, recordKinds, type ServedGraph } from './record-kinds.js';

/** The source of a table that is made from the schema. */
export interface RecordTable {
  readonly name: string;
  readonly organisation: string;
  readonly document: string;
  /** In JSON, which is also YAML. */
  readonly mapping: string;
}

/** The table's name for a kind of records: `farmer-clubs` for `farmerClubs`. */
export function tableName(field: string): string {
  return field
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

/**
 * Makes a table for each kind of records of organisations without own tables: the columns are the fields of the
 * records, titled by their descriptions.
 * @param writes whether an organisation has its own tables.
 */
export function recordTables(graph: ServedGraph, writes: (organisation: string) => boolean): RecordTable[] {
  return tabled(recordKinds(graph))
    .filter(({ organisation }) => !writes(organisation))
    .flatMap((kind) => tableOf(kind, graph) ?? []);
}

/** The kinds with a table: each type of records once, from a root field if possible, else by commune. */
export function tabled(kinds: readonly RecordKind[]): RecordKind[] {
  const ofRoot = kinds.filter(({ ofCommune }) => !ofCommune);
  const known = new Set(ofRoot.map(({ type }) => type.name));
  return [...ofRoot, ...kinds.filter(({ ofCommune, type }) => ofCommune && !known.has(type.name))];
}

function tableOf(kind: RecordKind, { schema }: ServedGraph): RecordTable | undefined {
  const { organisation, field, ofCommune, takesCommune, isPaged, type, title } = kind;
  const fields = recordFields(type);
  if (fields.length === 0) return undefined;
  const name = tableName(field);
  const operation = operationOf(name);
  const usesLanguage = fields.some(({ selection }) => selection.includes('$language'));
  const variables = [
    ...(ofCommune ? ['$commune: ID!'] : takesCommune ? ['$commune: ID'] : []),
    ...(usesLanguage ? ['$language: Language!'] : []),
    ...(isPaged ? ['$first: Int!', '$after: String'] : []),
  ];
  const given = [
    ...(isPaged ? ['first: $first', 'after: $after'] : []),
    ...(takesCommune ? ['commune: $commune'] : []),
  ];
  const selected = fields.map(({ selection }) => selection).join(' ');
  const list = `${field}${inBrackets(given)} { ${isPaged ? `totalCount pageInfo { hasNextPage endCursor } nodes { ${selected} }` : selected} }`;
  const path = ofCommune ? `commune.${field}` : field;
  const tellsOf = schema.getQueryType()?.getFields()['organisation'] !== undefined;
  const document = `query ${operation}${inBrackets(variables)} { ${ofCommune ? `commune(code: $commune) { ${list} }` : list} }
${tellsOf ? `query ${operation}About($language: Language!) { organisation(code: ${JSON.stringify(organisation)}) { name(language: $language) dataStatement { kind asOf text(language: $language) } } }` : ''}`;
  const mapping = {
    title,
    description: title,
    rows: isPaged ? `${path}.nodes` : path,
    ...(isPaged && { pages: path }),
    ...((ofCommune || takesCommune) && {
      parameters: { commune: { title: { vi: 'Mã xã, phường', en: 'Commune’s code' } } },
    }),
    columns: withOwnTitles(fields.flatMap(columnsOf)),
    ...(tellsOf && { about }),
  };
  return { name, organisation, document, mapping: JSON.stringify(mapping) };
}

const inBrackets = (list: readonly string[]) => (list.length === 0 ? '' : `(${list.join(', ')})`);

/** The organisation's metadata in files of records. */
const about = {
  demonstration: 'organisation.dataStatement.kind',
  facts: [
    { title: { vi: 'Tổ chức', en: 'Organisation' }, value: 'organisation.name' },
    { title: { vi: 'Nguồn số liệu', en: 'Source of the data' }, value: 'organisation.dataStatement.text' },
    { title: { vi: 'Tính đến ngày', en: 'As of' }, value: 'organisation.dataStatement.asOf', format: 'date' },
  ],
};

interface ColumnOf {
  readonly key: string;
  readonly title: Bilingual;
  readonly group?: Bilingual;
  readonly value: string;
  readonly format?: string;
  readonly absent: string;
  readonly words?: Readonly<Record<string, Bilingual>>;
}

const formats: Readonly<Partial<Record<FieldKind, string>>> = {
  ...{ integer: 'integer', number: 'number', date: 'date', time: 'time', yesNo: 'yesNo' },
};

function columnsOf({ name, title, kind, isList, parts, words }: RecordField): ColumnOf[] {
  const key = keyOf(name);
  if (kind === 'people') {
    return [
      { key, group: title, title: { vi: 'Ít nhất', en: 'At least' }, value: `${name}.people` },
      { key: `${key}AtMost`, group: title, title: { vi: 'Nhiều nhất', en: 'At most' }, value: `${name}.atMost` },
    ].map((one) => ({ ...one, format: 'integer', absent: 'notReported' }));
  }
  if (kind === 'named') {
    return parts.map((part) => ({
      key: keyOf(`${name}_${part}`),
      title: part === 'code' ? { vi: `${title.vi} (mã)`, en: `${title.en} (code)` } : title,
      value: `${name}.${part}`,
      absent: 'none',
    }));
  }
  const format = isList ? undefined : formats[kind];
  return [
    { key, title, value: name, ...(format !== undefined && { format }), absent: 'none', ...(words && { words }) },
  ];
}

/** A column's key: without underscores, beginning with a small letter. */
function keyOf(name: string): string {
  const key = name.replaceAll(/_+([A-Za-z\d])/g, (_, letter: string) => letter.toUpperCase()).replaceAll('_', '');
  return key.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

/** Adds keys to the titles of columns that would have equal titles. */
function withOwnTitles(columns: readonly ColumnOf[]): ColumnOf[] {
  const called = ({ group, title }: ColumnOf, language: 'vi' | 'en') => `${group?.[language] ?? ''} ${title[language]}`;
  const isTwice = (column: ColumnOf, language: 'vi' | 'en') =>
    columns.some((other) => other !== column && called(other, language) === called(column, language));
  return columns.map((column) => {
    const { title, key } = column;
    const titleIn = (language: 'vi' | 'en') =>
      isTwice(column, language) ? `${title[language]} [${key}]` : title[language];
    return { ...column, title: { vi: titleIn('vi'), en: titleIn('en') } };
  });
}
