/** A text in both languages. */
export interface Both {
  readonly vi: string;
  readonly en: string;
}

/** The graph's description of a set of figures. */
export interface DescribedSet {
  readonly code: string;
  readonly title: Both;
  /** Words by which a catalogue finds the set. */
  readonly keywords: readonly Both[];
  /** The days of its figures; the last one may be to come. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whether it grows each month. */
  readonly isMonthly: boolean;
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
  /** The place that all sets are of; undefined where the graph names none. */
  readonly place: { readonly code: string; readonly name: Both } | undefined;
}

const both = (name: string) => `${name}Vi: ${name}(language: VI) ${name}En: ${name}(language: EN)`;

/** The operation that reads the catalogue from the graph, with the rights of an anonymous caller. */
export const catalogueOperation = {
  name: 'Catalogue',
  document: `query Catalogue {
  goals { code ${both('title')} startsOn deadline audience { ${both('title')} } metadata { ...Metadata } }
  indicators { code ${both('title')} organisation { ${both('name')} } readings { asOf } metadata { ...Metadata } }
  communes(first: 1) { nodes { parent { code ${both('name')} } } }
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
  const { communes } = (data ?? {}) as { readonly communes?: { readonly nodes: readonly Flat[] } | null };
  if (!goals || !indicators) return undefined;
  const parent = communes?.nodes[0]?.['parent'] as Flat | null | undefined;
  const [newest] = publications ?? [];
  return {
    goals: goals.map(goalOf),
    indicators: indicators.map(indicatorOf),
    place: parent ? { code: parent['code'] as string, name: bothOf(parent, 'name') } : undefined,
    publishedAt: typeof newest?.['publishedAt'] === 'string' ? newest['publishedAt'] : undefined,
  };
}

function goalOf(flat: Flat): DescribedSet {
  const audience = flat['audience'] as Flat | null;
  return {
    ...setOf(flat),
    keywords: audience ? [bothOf(audience, 'title')] : [],
    from: flat['startsOn'] as string,
    to: flat['deadline'] as string,
    isMonthly: true,
  };
}

function indicatorOf(flat: Flat): DescribedSet {
  const organisation = flat['organisation'] as Flat | null;
  const days = ((flat['readings'] ?? []) as readonly Flat[]).map(({ asOf }) => asOf as string).sort();
  return {
    ...setOf(flat),
    keywords: organisation ? [bothOf(organisation, 'name')] : [],
    from: days[0],
    to: days.at(-1),
    isMonthly: false,
  };
}

function setOf(flat: Flat): Pick<DescribedSet, 'code' | 'title' | 'metadata'> {
  return {
    code: flat['code'] as string,
    title: bothOf(flat, 'title'),
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
