import type { FileContent } from '../content/file-content.js';
import { jsonRow } from './json-row.js';

/**
 * Writes rows as lines of JSON, an object each.
 * @throws the rows' error, after a last line with `error` alone.
 * @see https://jsonlines.org
 */
export async function* jsonLinesFile({ request, pages, write }: FileContent, told: (error: unknown) => string) {
  try {
    for await (const rows of pages) {
      yield write(() => rows.map((row) => `${JSON.stringify(jsonRow(row, request.columns))}\n`).join(''));
    }
  } catch (error) {
    yield `${JSON.stringify({ error: told(error) })}\n`;
    throw error;
  }
}
