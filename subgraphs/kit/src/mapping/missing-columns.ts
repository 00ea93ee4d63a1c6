import { lettersOf } from '../file/sheet-row.js';
import type { Choice, Question } from './analysis.js';
import type { Layout } from './layout.js';

/** The most headers to choose from for one column. */
const offered = 12;

/** Whether a column may be empty. */
export function mayBeEmpty({ parse }: { readonly parse: (text: string, reading: never) => unknown }): boolean {
  try {
    return parse('', undefined as never) !== undefined;
  } catch {
    return false;
  }
}

/** The questions for the kind's columns that match no header. */
export function missingColumns({ kind, places, mapping, header, districts, sheet }: Layout): Question[] {
  const used = new Set([...places.values(), ...districts.values()]);
  const free = header.names
    .map((name, place) => ({ name, place }))
    .filter(({ name, place }) => name !== '' && !used.has(place));
  return Object.entries(kind.columns).flatMap(([column, declared]): Question[] => {
    if (places.has(column) || mapping.fixed?.[column] !== undefined) return [];
    const optional = mayBeEmpty(declared);
    const choices = free.slice(0, offered).map(({ name, place }): Choice => ({
      value: lettersOf(place),
      label: `${lettersOf(place)} (${name})`,
      mapping: { columns: { [name]: column } },
    }));
    const empty: Choice = { value: 'empty', label: 'leave it empty', mapping: { fixed: { [column]: '' } } };
    const words = declared.form?.kind === 'words' ? Object.entries(declared.form.words) : [];
    const same = words.map(([word, description]): Choice => ({
      value: word,
      label: `${word} in all rows${description === '' ? '' : `: ${description}`}`,
      mapping: { fixed: { [column]: word } },
    }));
    return [
      {
        id: `missing:${column}`,
        question: `No column is called ${column} (${declared.description ?? declared.expected}). Which one is it, or which value do all rows have (mapping.fixed)?`,
        choices: [...(optional ? [empty] : []), ...choices, ...same],
        at: { row: header.row, ...(sheet !== undefined && { sheet }) },
      },
    ];
  });
}
