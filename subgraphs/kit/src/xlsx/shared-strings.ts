import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { FileError } from '../file/file-error.js';
import { longestCell } from '../file/longest.js';
import { hearXml, type XmlHearer } from './xml.js';

/** How many texts a page has, and how many bytes of pages are in memory; other pages are on the disk. */
const pageSize = 512;
const mostHeldBytes = 32 * 1024 ** 2;

/** The longest escape of one character: a control character as `_x000D_`. */
export const longestEscape = 7;

/** The texts that a workbook's cells share, by number: the recently used ones are in memory. */
export class SharedStrings {
  readonly #places: (readonly [at: number, bytes: number])[] = [];
  readonly #held = new Map<number, readonly string[]>();
  #heldBytes = 0;
  #file: number | undefined;
  #end = 0;
  #page: string[] = [];

  /**
   * Reads them.
   * @param path the file of the other texts: only this process can open it, and it is deleted with this object.
   */
  static async read(text: AsyncIterable<string>, path: string): Promise<SharedStrings> {
    const strings = new SharedStrings();
    try {
      await hearXml(
        text,
        textsOf('si', (one) => {
          strings.#add(one, path);
        }),
      );
      return strings;
    } catch (error) {
      strings.close();
      throw error;
    }
  }

  /** @throws FileError where there is none of that number. */
  at(index: number): string {
    const page = Math.floor(index / pageSize);
    const texts = page === this.#places.length ? this.#page : this.#pageAt(page);
    const text = texts?.[index % pageSize];
    if (text === undefined)
      throw new FileError('Expected a workbook whose cells have their texts, got one that lacks some.');
    return text;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #add(text: string, path: string): void {
    this.#page.push(text);
    if (this.#page.length < pageSize) return;
    if (this.#file === undefined) {
      this.#file = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
    }
    const bytes = Buffer.from(JSON.stringify(this.#page));
    writeSync(this.#file, bytes, 0, bytes.length, this.#end);
    this.#places.push([this.#end, bytes.length]);
    this.#end += bytes.length;
    this.#page = [];
  }

  #pageAt(page: number): readonly string[] | undefined {
    const held = this.#held.get(page);
    const place = this.#places[page];
    if (held || !place || this.#file === undefined) return held;
    const [at, size] = place;
    const bytes = Buffer.alloc(size);
    readSync(this.#file, bytes, 0, size, at);
    const texts = JSON.parse(bytes.toString()) as string[];
    // The page that was read first is dropped first: cells use texts in about the texts' order.
    for (const oldest of this.#held.keys()) {
      if (this.#heldBytes + size <= mostHeldBytes) break;
      this.#held.delete(oldest);
      this.#heldBytes -= this.#places[oldest]?.[1] ?? 0;
    }
    this.#held.set(page, texts);
    this.#heldBytes += size;
    return texts;
  }
}

/**
 * Hears the texts of elements of a name: the texts of all their runs, without phonetic guides.
 * @throws FileError where one is longer than a spreadsheet's cell.
 */
export function textsOf(element: string, told: (text: string) => void): XmlHearer {
  let text = '';
  let isText = false;
  let phonetic = 0;
  return {
    open: (name) => {
      if (name === element) text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') isText = phonetic === 0;
    },
    text: (part) => {
      if (!isText) return;
      if (text.length + part.length > longestCell * longestEscape) throw tooLongCell();
      text += part;
    },
    close: (name) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === element) told(unescaped(text));
    },
  };
}

/**
 * The text of a cell: characters that XML cannot contain are written as `_x000D_`.
 * @param row the cell's row.
 * @throws FileError where it is longer than a spreadsheet's cell.
 */
export function unescaped(given: string, row?: number): string {
  const text = given.includes('_x')
    ? given.replaceAll(/_x([\dA-F]{4})_/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : given;
  if (text.length > longestCell) throw tooLongCell(row);
  return text;
}

/** The error for a cell that is longer than any spreadsheet writes. */
export function tooLongCell(row?: number): FileError {
  return new FileError(
    `Expected cells of at most ${longestCell} characters, as spreadsheets have them, got a longer one${row === undefined ? '' : ` in row ${row}`}.`,
    row === undefined ? undefined : { row },
  );
}
