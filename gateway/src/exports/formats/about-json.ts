import type { Fact, FileContent } from '../content/file-content.js';
import type { Language } from '../table/mapping.js';
import { absenceMeanings } from './wording.js';
import { stateName } from './json-row.js';

/** A file's metadata as JSON: `GET /export/<table>.json`, and in GeoJSON. */
export function aboutJson({ request, about, address, madeAt }: Omit<FileContent, 'pages' | 'tally'>): object {
  const { table, language, columns, given } = request;
  return {
    table: table.name,
    title: table.mapping.title[language],
    description: table.mapping.description[language],
    address,
    madeAt: madeAt.toISOString(),
    demonstration: about.demonstration ?? null,
    parameters: Object.fromEntries(given),
    columns: columns.map(({ key, title, group, format }) => ({
      ...{ key, title: title[language], format },
      ...(group && { group: group[language] }),
    })),
    facts: about.facts.map((fact) => factJson(fact, language)),
    lists: about.lists.map(({ title, rows }) => ({
      title: title[language],
      rows: rows.map((row) => row.map((fact) => factJson(fact, language))),
    })),
    states: Object.fromEntries(
      Object.entries(absenceMeanings).map(([state, meaning]) => [stateName(state), meaning[language]]),
    ),
  };
}

function factJson({ title, cell }: Fact, language: Language): object {
  const name = title[language];
  if ('absent' in cell) return { title: name, value: null, state: stateName(cell.absent) };
  return { title: name, value: cell.value, ...(cell.words && { words: cell.words[language] }) };
}
