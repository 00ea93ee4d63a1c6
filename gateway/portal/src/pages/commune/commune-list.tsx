import { ask } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { type Page, PagedTable, pageFields } from '../../parts/paged-table.js';
import type { Column } from '../../parts/table.js';

/** Queries of a list of a commune's records: the first page as part of a panel's query, and further pages alone. */
export interface ListQueries {
  readonly first: string;
  readonly more: string;
}

interface MoreAnswer<Row> {
  readonly commune?: { readonly list: Page<Row> | null } | null;
}

const declared = '$commune: ID!, $language: Language!';

/** A field of `Commune` with a page of records; at least one of the `fields` is in a language. */
export function listOf(field: string, fields: string): ListQueries {
  const more = `commune(code: $commune) { list: ${field}(first: 20, after: $after) { ${pageFields(fields)} } }`;
  return {
    first: `${field}(first: 3) { ${pageFields(fields)} }`,
    more: `query MoreOfCommune(${declared}, $after: String) { ${more} }`,
  };
}

/** Query of a commune's panel with the given fields. */
export function panelQuery(name: string, fields: string): string {
  return `query ${name}(${declared}) { commune(code: $commune) { ${fields} } }`;
}

/** Variables of `panelQuery`. */
export function usePanelVariables(commune: string) {
  const { language } = useWords();
  return { commune, language: graphLanguage(language) };
}

/** A list of a commune's records, with a link to its table file; empty if the graph has none. */
export function CommuneList<Row extends { readonly code: string }>(props: {
  commune: string;
  list: ListQueries;
  first: Page<Row> | null | undefined;
  caption: string;
  columns: readonly Column<Row>[];
  table: string;
}) {
  const { commune, list, first, caption, columns, table } = props;
  const variables = usePanelVariables(commune);
  if (!first) return null;
  const next = async (after: string | null) => {
    const answer = await ask<MoreAnswer<Row>>(list.more, { ...variables, after });
    return answer.commune?.list;
  };
  return (
    <PagedTable caption={caption} columns={columns} keyOf={({ code }) => code} first={first} next={next}>
      <Downloads table={table} parameters={{ commune }} />
    </PagedTable>
  );
}
