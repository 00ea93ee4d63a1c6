import { expect, test } from '@jest/globals';
import type { FileContent } from '../content/file-content.js';
import type { Column } from '../table/mapping.js';
import { csvFile } from './csv.js';

const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/** The cells of a row of texts, as a reader that splits at the separator sees them. */
async function cellsOf(texts: readonly string[], language: 'vi' | 'en', separator: string): Promise<string[]> {
  const columns = texts.map((_, index) => ({ key: `c${index}`, format: 'text' }) as Column);
  const content = {
    request: { columns, language, keysAsHeaders: true },
    pages: [[{ cells: texts.map((value) => ({ value })) }]],
    write: (work: () => string) => work(),
  };
  let file = '';
  for await (const part of csvFile(content as unknown as FileContent, String)) file += part;
  // Quotes only count at the start of a cell, and the reader may ignore them.
  return file
    .split(/\r?\n/)
    .flatMap((line) => line.split(separator))
    .map((cell) => cell.replace(/^[\s"]+/, ''));
}

/** Each separator that a spreadsheet may use, whatever the file's own. */
test.each([',', ';', '\t'])('a file has no formula for who separates its cells by %j', async (separator) => {
  const texts = signs.flatMap((sign) => ['', ',', ';', '\t', '\n'].map((before) => `Đội${before}${sign}1+1`));
  for (const language of ['vi', 'en'] as const) {
    const cells = await cellsOf([...texts, ...signs], language, separator);
    expect(cells.filter((cell) => signs.some((sign) => cell.startsWith(sign)))).toEqual([]);
    expect(cells.length).toBeGreaterThan(signs.length);
  }
});
