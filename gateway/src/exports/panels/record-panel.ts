import { isObjectType } from 'graphql';
import {
  calledBy,
  operationOf,
  type Panel,
  type PanelColumn,
  type PanelFact,
  type PanelList,
  type PanelFormat,
} from '@hub/protocol';
import { namingField, recordFields, type RecordField } from '../records/record-fields.js';
import { ownerOf, type RecordKind, recordKinds, type ServedGraph } from '../records/record-kinds.js';
import { tableName, tabled } from '../records/record-tables.js';

/** The most columns of a list. */
const mostColumns = 8;

const formats: Readonly<Partial<Record<RecordField['kind'], PanelFormat>>> = {
  integer: 'number',
  number: 'decimal',
};

/** The panels on a commune's page for organisations without own panels, from the schema of their records. */
export function recordPanels(graph: ServedGraph, writes: (organisation: string) => boolean): Panel[] {
  const kinds = recordKinds(graph);
  const tables = new Set(tabled(kinds));
  const byOrganisation = Map.groupBy(
    kinds.filter(({ ofCommune, takesCommune }) => ofCommune || takesCommune),
    ({ organisation }) => organisation,
  );
  return [...byOrganisation].flatMap(([organisation, own]) =>
    writes(organisation) ? [] : [panelOf(organisation, eachOnce(own), graph, tables)],
  );
}

/** Each type of records once, preferably as a commune's field. */
function eachOnce(kinds: readonly RecordKind[]): RecordKind[] {
  const ofCommune = new Set(kinds.flatMap(({ ofCommune: is, type }) => (is ? [type.name] : [])));
  return kinds.filter(({ ofCommune: is, type }) => is || !ofCommune.has(type.name));
}

function panelOf(
  organisation: string,
  kinds: readonly RecordKind[],
  graph: ServedGraph,
  tables: ReadonlySet<RecordKind>,
): Panel {
  const shown = kinds.flatMap((kind) => {
    const fields = shownFields(kind);
    return fields.length === 0 ? [] : [{ kind, fields }];
  });
  const facts = factsOf(organisation, graph);
  const inCommune = [
    ...facts.map(({ selection }) => selection),
    ...shown.flatMap(({ kind, fields }) => (kind.ofCommune ? [selectionOf(kind, fields, 3)] : [])),
  ].join(' ');
  const beside = shown.flatMap(({ kind, fields }) => (kind.ofCommune ? [] : [selectionOf(kind, fields, 3)])).join(' ');
  const asked = `commune(code: $commune) { code ${inCommune} } ${beside}`;
  const words = shown.flatMap(({ fields }) => fields.map((field) => field.words ?? {}));
  return {
    organisation,
    query: `query ${operationOf(organisation)}Here(${declared(asked)}) { ${asked} }`,
    variables: ['commune', ...(asked.includes('$language') ? ['language'] : [])],
    facts: facts.map(({ fact }) => fact),
    lists: shown.map(({ kind, fields }) => listOf(kind, fields, tables)),
    words: Object.assign({}, ...words, ...facts.map(({ words: own }) => own)) as Panel['words'],
  };
}

const declared = (asked: string) => `$commune: ID!${asked.includes('$language') ? ', $language: Language!' : ''}`;

/** The fields of a record to show: without the commune, which is the page's, and without a code if it has a name. */
function shownFields({ type }: RecordKind): RecordField[] {
  const fields = recordFields(type).filter(({ type: of }) => of !== 'Commune');
  const naming = namingField(fields);
  const others = fields.filter((field) => field !== naming && field.name !== 'code');
  return [...(naming ? [naming] : []), ...others].slice(0, mostColumns);
}

function selectionOf(kind: RecordKind, fields: readonly RecordField[], first: number, after = ''): string {
  const { field, ofCommune, isPaged } = kind;
  const given = [...(ofCommune ? [] : ['commune: $commune']), ...(isPaged ? [`first: ${first}${after}`] : [])];
  const selected = fields.map(({ selection }) => selection).join(' ');
  const list = isPaged ? `totalCount pageInfo { hasNextPage endCursor } nodes { ${selected} }` : selected;
  return `${field}${given.length === 0 ? '' : `(${given.join(', ')})`} { ${list} }`;
}

function listOf(kind: RecordKind, fields: readonly RecordField[], tables: ReadonlySet<RecordKind>): PanelList {
  const { field, ofCommune, isPaged, title, type } = kind;
  const naming = namingField(fields);
  const asked = selectionOf(kind, fields, 20, ', after: $after');
  const whole = ofCommune ? `commune(code: $commune) { ${asked} }` : asked;
  const table = [...tables].find((one) => one.type === type && one.organisation === kind.organisation);
  return {
    caption: title,
    rows: [ofCommune ? `commune.${field}` : field],
    isPaged,
    more: isPaged ? `query MoreHere(${declared(whole)}, $after: String) { ${whole} }` : undefined,
    isReversed: false,
    table: table && (table.takesCommune || table.ofCommune) ? tableName(table.field) : undefined,
    columns: fields.map((one) => columnOf(one, one === naming)),
  };
}

function columnOf({ name, title, kind, parts }: RecordField, isHead: boolean): PanelColumn {
  const part = kind === 'named' ? `.${parts.find((one) => one !== 'code') ?? parts[0] ?? ''}` : '';
  const as = formats[kind] ?? (kind === 'named' ? 'text' : (kind as PanelFormat));
  const cell = [{ paths: [`${name}${part}`], as }];
  const isNumber = as === 'number' || as === 'decimal' || as === 'people';
  return { title, cell: { vi: cell, en: cell }, isHead, isNumber };
}

/** Single values that an organisation has about a commune. */
function factsOf(
  organisation: string,
  graph: ServedGraph,
): { readonly selection: string; readonly fact: PanelFact; readonly words: Panel['words'] }[] {
  const commune = graph.schema.getType('Commune');
  if (!isObjectType(commune)) return [];
  const own = new Set(
    Object.values(commune.getFields())
      .filter((field) => ownerOf(graph, commune, field) === organisation)
      .map(({ name }) => name),
  );
  return recordFields(commune)
    .filter(({ name, kind }) => own.has(name) && kind !== 'named')
    .map(({ name, kind, selection, words = {} }) => {
      const title = calledBy(name, commune.getFields()[name]?.description);
      const as = formats[kind] ?? (kind as PanelFormat);
      const cell = [{ paths: [name], as }];
      const fact = { of: 'commune', title: { vi: [title.vi], en: [title.en] }, cell: { vi: cell, en: cell } };
      return { selection, fact, words };
    });
}
