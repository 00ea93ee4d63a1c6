import type { FoundCheck } from './found-tables.js';

/** The values that a column may have: words, a list of words, or numbers between bounds. */
export type Allowed =
  | { readonly words: readonly string[]; readonly isList?: boolean; readonly some?: boolean }
  | { readonly least: number; readonly most: number | undefined };

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** The check of a column, as SQL. */
export function checkText(column: string, allowed: Allowed): string {
  if ('words' in allowed) {
    const { words, isList, some } = allowed;
    if (!isList) return `${column} in (${quoted(words)})`;
    return `${column} <@ array[${quoted(words)}]${some ? ` and cardinality(${column}) > 0` : ''}`;
  }
  const { least, most } = allowed;
  return most === undefined ? `${column} >= ${least}` : `${column} between ${least} and ${most}`;
}

/** A check of a table that refuses some of a column's allowed values. */
export interface Narrower {
  readonly name: string;
  /** The refused values, as a sentence states them: `CALM`, `more than 50`. */
  readonly refuses: string;
  /**
   * The values that both allow: existing rows have values that the former allows, and files have values that the latter
   * allows.
   */
  readonly both: Allowed;
}

/** The check of one column that refuses some of its allowed values; undefined where none does. */
export function narrowerCheck(column: string, allowed: Allowed, checks: readonly FoundCheck[]): Narrower | undefined {
  for (const { name, columns, text } of checks) {
    if (columns.length !== 1 || columns[0] !== column) continue;
    const found = 'words' in allowed ? ofWords(allowed, text) : ofBounds(allowed, text);
    if (found) return { name, ...found };
  }
  return undefined;
}

type Found = Omit<Narrower, 'name'> | undefined;

/** @param text as PostgreSQL prints it: `CHECK ((mood = ANY (ARRAY['GOOD'::text, 'BAD'::text])))`. */
function ofWords(allowed: Extract<Allowed, { words: unknown }>, text: string): Found {
  if (!/(= ANY \(+ARRAY\[|<@ \(?ARRAY\[|[^<>!]= ')/.test(text)) return undefined;
  const known = [...text.matchAll(/'((?:[^']|'')*)'/g)].map(([, word = '']) => word);
  const refused = allowed.words.filter((word) => !known.includes(word));
  if (refused.length === 0) return undefined;
  return { refuses: refused.join(', '), both: { ...allowed, words: [...new Set([...allowed.words, ...known])] } };
}

/** @param text `CHECK (((seats >= 1) AND (seats <= 50)))`. */
function ofBounds({ least, most = Infinity }: Extract<Allowed, { least: unknown }>, text: string): Found {
  const bound = (sign: string) => {
    const number = new RegExp(`${sign} \\(*'?(-?[\\d.]+(?:e[-+]?\\d+)?)`).exec(text)?.[1];
    return number === undefined ? undefined : Number(number);
  };
  const [from = -Infinity, to = Infinity] = [bound('>='), bound('<=')];
  if (from === -Infinity && to === Infinity) return undefined;
  if (from <= least && to >= most) return undefined;
  const upper = Math.max(to, most);
  const refuses = [...(from > least ? [`less than ${from}`] : []), ...(to < most ? [`more than ${to}`] : [])];
  const both = { least: Math.min(from, least), most: upper === Infinity ? undefined : upper };
  return { refuses: refuses.join(' and '), both };
}

/**
 * Converts a column's values to another type, as SQL; undefined where PostgreSQL has no conversion: then a person
 * decides.
 */
export function castOf(column: string, from: string, to: string): string | undefined {
  if (from === 'text[]') return to === 'text' ? `array_to_string(${column}, ';')` : undefined;
  if (to === 'text') return `${column}::text`;
  if (/^(text|character|character varying)\b/.test(from))
    return to === 'text[]' ? `string_to_array(${column}, ';')` : `nullif(btrim(${column}), '')::${to}`;
  const numbers = ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric'];
  if (numbers.includes(from.replace(/\(.*/, '')) && numbers.includes(to)) return `${column}::${to}`;
  if (from.startsWith('timestamp') && to === 'date') return `${column}::date`;
  return undefined;
}
