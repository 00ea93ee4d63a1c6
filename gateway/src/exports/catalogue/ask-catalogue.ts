/** A text in both languages. */
export interface Both {
  readonly vi: string;
  readonly en: string;
}

/** The graph's description of a set of figures. */
export interface DescribedSet {
  readonly code: string;
  readonly title: Both;
  readonly startsOn?: string | undefined;
  readonly metadata: DescribedMetadata | null;
}

interface DescribedMetadata {
  readonly definition: Both;
  readonly source: Both;
  readonly method: Both;
  readonly error: Both;
  readonly revisionPolicy: Both;
  readonly contact: string | null;
  readonly licence: string | null;
  readonly publisher: { readonly code: string; readonly name: Both } | null;
}

/** The data of the catalogue. */
export interface Described {
  readonly goals: readonly DescribedSet[];
  readonly indicators: readonly DescribedSet[];
  /** Time of the latest publication; undefined if there is none. */
  readonly publishedAt: string | undefined;
}

const both = (name: string) => `${name}Vi: ${name}(language: VI) ${name}En: ${name}(language: EN)`;

/** The operation that reads the catalogue from the graph, with the rights of an anonymous caller. */
export const catalogueOperation = {
  name: 'Catalogue',
  document: `query Catalogue {
  goals { code ${both('title')} startsOn metadata { ...Metadata } }
  indicators { code ${both('title')} metadata { ...Metadata } }
  publications(first: 1) { publishedAt }
}
fragment Metadata on ReferenceMetadata {
  ${['definition', 'source', 'method', 'error', 'revisionPolicy'].map(both).join(' ')}
  contact licence
  publisher { code ${both('name')} }
}`,
} as const;

type Flat = Readonly<Record<string, unknown>>;

/** Reads the answer to `catalogueOperation`; undefined if it has no sets. */
export function readDescribed(data: unknown): Described | undefined {
  const { goals, indicators, publications } = (data ?? {}) as Readonly<Record<string, readonly Flat[] | null>>;
  if (!goals || !indicators) return undefined;
  const [newest] = publications ?? [];
  return {
    goals: goals.map(setOf),
    indicators: indicators.map(setOf),
    publishedAt: typeof newest?.['publishedAt'] === 'string' ? newest['publishedAt'] : undefined,
  };
}

function setOf(flat: Flat): DescribedSet {
  return {
    code: flat['code'] as string,
    title: bothOf(flat, 'title'),
    startsOn: flat['startsOn'] as string | undefined,
    metadata: metadataOf(flat['metadata'] as Flat | null),
  };
}

function metadataOf(flat: Flat | null): DescribedMetadata | null {
  if (!flat) return null;
  const publisher = flat['publisher'] as Flat | null;
  return {
    definition: bothOf(flat, 'definition'),
    source: bothOf(flat, 'source'),
    method: bothOf(flat, 'method'),
    error: bothOf(flat, 'error'),
    revisionPolicy: bothOf(flat, 'revisionPolicy'),
    contact: flat['contact'] as string | null,
    licence: flat['licence'] as string | null,
    publisher: publisher && { code: publisher['code'] as string, name: bothOf(publisher, 'name') },
  };
}

function bothOf(flat: Flat, name: string): Both {
  return { vi: flat[`${name}Vi`] as string, en: flat[`${name}En`] as string };
}
