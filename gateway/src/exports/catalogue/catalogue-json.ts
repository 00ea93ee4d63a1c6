import { isNonNullType } from 'graphql';
import type { FileFormat } from '../table/mapping.js';
import type { Table } from '../table/table.js';
import type { Both, Described, DescribedSet } from './ask-catalogue.js';

/** The vocabularies of DCAT-AP 3. */
const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcterms: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

const authority = 'http://publications.europa.eu/resource/authority';

/** The names of each format in the vocabularies that DCAT-AP prescribes. */
const formats: Readonly<Record<FileFormat, { readonly type: string; readonly media: string }>> = {
  csv: { type: `${authority}/file-type/CSV`, media: 'text/csv' },
  xlsx: {
    type: `${authority}/file-type/XLSX`,
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  jsonl: { type: `${authority}/file-type/JSON`, media: 'application/jsonl' },
  geojson: { type: `${authority}/file-type/GEOJSON`, media: 'application/geo+json' },
};

/** The options of a catalogue, in addition to the graph's data. */
export interface CatalogueOptions {
  /** The hub's origin: `https://hub.example.org`. */
  readonly origin: string;
  readonly tables: Iterable<Table>;
}

/**
 * Describes the sets of figures of a hub as a catalogue in JSON-LD: each goal and each indicator, with the tables that
 * serve it.
 * @see https://semiceu.github.io/DCAT-AP/releases/3.0.0/
 */
export function catalogueJson(
  { goals, indicators, publishedAt, place }: Described,
  { origin, tables }: CatalogueOptions,
): object {
  const all = [...tables];
  const spatial = place && {
    'dcterms:spatial': {
      '@id': `${origin}/catalogue.jsonld#${place.code}`,
      '@type': 'dcterms:Location',
      'dcterms:identifier': place.code,
      'rdfs:label': inBoth(place.name),
    },
  };
  const sets = [
    ...goals.map((set) => ({
      ...datasetOf(set, { origin, path: `goals/${set.code}`, tables: tablesOfOne(all), spatial }),
      // A page that describes the figures.
      'foaf:page': { '@id': `${origin}/metadata/${set.code}` },
    })),
    ...indicators.map((set) =>
      datasetOf(set, { origin, path: `indicators/${set.code}`, tables: tablesOfAll(all, 'indicators'), spatial }),
    ),
  ];
  const [publisher] = goals.flatMap(({ metadata }) => metadata?.publisher ?? []);
  return {
    '@context': context,
    '@id': `${origin}/catalogue.jsonld`,
    '@type': 'dcat:Catalog',
    ...(publisher && {
      'dcterms:title': inBoth(publisher.name),
      'dcterms:description': inBoth(publisher.name),
      'dcterms:publisher': publisherOf(publisher, origin),
    }),
    'dcterms:language': [{ '@id': `${authority}/language/VIE` }, { '@id': `${authority}/language/ENG` }],
    'foaf:homepage': { '@id': `${origin}/` },
    'dcat:themeTaxonomy': { '@id': `${authority}/data-theme` },
    ...spatial,
    ...(publishedAt !== undefined && { 'dcterms:modified': { '@type': 'xsd:dateTime', '@value': publishedAt } }),
    'dcat:dataset': sets,
  };
}

/** The address of a set of figures. */
interface Place {
  readonly origin: string;
  readonly path: string;
  readonly tables: readonly Table[];
  readonly spatial: object | undefined;
}

function datasetOf(set: DescribedSet, { origin, path, tables, spatial }: Place): object {
  const { code, title, keywords, from, to, isMonthly, metadata } = set;
  const page = `${origin}/${path}`;
  const asked = tables.map((table) => ({ table, parameters: table.parameters.has('goal') ? `?goal=${code}` : '' }));
  return {
    '@id': `${page}#dataset`,
    '@type': 'dcat:Dataset',
    'dcterms:identifier': code,
    'dcterms:title': inBoth(title),
    'dcat:landingPage': { '@id': page },
    'dcat:theme': { '@id': `${authority}/data-theme/EDUC` },
    'dcat:keyword': keywords.flatMap(inBoth),
    // Each set has figures that are open to all; files of communes ask for a token.
    'dcterms:accessRights': { '@id': `${authority}/access-right/PUBLIC` },
    ...spatial,
    ...(isMonthly && { 'dcterms:accrualPeriodicity': { '@id': `${authority}/frequency/MONTHLY` } }),
    ...(from !== undefined && {
      'dcterms:temporal': {
        '@type': 'dcterms:PeriodOfTime',
        'dcat:startDate': { '@type': 'xsd:date', '@value': from },
        ...(to !== undefined && { 'dcat:endDate': { '@type': 'xsd:date', '@value': to } }),
      },
    }),
    ...(metadata ? describedBy(metadata, origin) : { 'dcterms:description': inBoth(title) }),
    'dcat:distribution': asked.flatMap(({ table, parameters }) =>
      table.formats.map((format) => ({
        '@type': 'dcat:Distribution',
        'dcterms:title': inBoth(table.mapping.title),
        'dcterms:description': inBoth(table.mapping.description),
        'dcat:accessURL': { '@id': `${origin}/export/${table.name}.${format}${parameters}` },
        'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${formats[format].media}` },
        'dcterms:format': { '@id': formats[format].type },
        ...(metadata?.licence && { 'dcterms:license': licenceOf(metadata.licence) }),
      })),
    ),
  };
}

function describedBy(metadata: NonNullable<DescribedSet['metadata']>, origin: string): object {
  const { definition, source, method, error, revisionPolicy, contact, publisher } = metadata;
  const statement = (type: string, texts: readonly Both[]) => ({
    '@type': type,
    'rdfs:label': texts.flatMap(inBoth),
  });
  return {
    'dcterms:description': inBoth(definition),
    'dcterms:provenance': [source, method, error, revisionPolicy].map((text) =>
      statement('dcterms:ProvenanceStatement', [text]),
    ),
    ...(publisher && { 'dcterms:publisher': publisherOf(publisher, origin) }),
    ...(contact !== null && {
      'dcat:contactPoint': { '@type': 'vcard:Organization', 'vcard:fn': contact, ...mailIn(contact) },
    }),
  };
}

/** The first mail address in a text, as vCard has it; empty where it has none. */
function mailIn(contact: string): object {
  const [address] = /[^\s<>:;,]+@[^\s<>:;,]+[^\s<>:;,.)]/.exec(contact) ?? [];
  return address === undefined ? {} : { 'vcard:hasEmail': { '@id': `mailto:${address}` } };
}

/** The tables of one goal: `goal` is their only required parameter. */
function tablesOfOne(tables: readonly Table[]): Table[] {
  return tables.filter((table) => requiredOf(table).join() === 'goal');
}

/** The tables that list a whole field, without required parameters. */
function tablesOfAll(tables: readonly Table[], field: string): Table[] {
  return tables.filter(
    (table) => requiredOf(table).length === 0 && table.mapping.rows.split('.')[0] === field && !table.mapping.pages,
  );
}

function requiredOf({ parameters, mapping }: Table): string[] {
  return [...parameters.values()]
    .filter(({ type, name }) =>
      type === undefined || isNonNullType(type) ? mapping.parameters[name]?.default === undefined : false,
    )
    .map(({ name }) => name);
}

function inBoth({ vi, en }: Both): object[] {
  return [
    { '@language': 'vi', '@value': vi },
    { '@language': 'en', '@value': en },
  ];
}

function publisherOf({ code, name }: { readonly code: string; readonly name: Both }, origin: string): object {
  return { '@id': `${origin}/organisations/${code}`, '@type': 'foaf:Agent', 'foaf:name': inBoth(name) };
}

/** The licence's address; an id of SPDX's list becomes its address there. */
function licenceOf(licence: string): object {
  const isAddress = /^https?:\/\//.test(licence);
  return { '@id': isAddress ? licence : `https://spdx.org/licenses/${encodeURIComponent(licence)}` };
}
