import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { FileError } from '../file/file-error.js';
import { hearXml, type XmlHearer } from './xml.js';

/** How many texts a page has, and how many pages are held in memory; all others are on the disk. */
const pageSize = 512;
const heldPages = 200;

/** The longest text that a cell of a spreadsheet takes, in characters. */
const longestText = 32_767;

/** The texts that a workbook's cells share, by number: those that were asked for last are in memory. */
export class SharedStrings {
  readonly #places: (readonly [at: number, bytes: number])[] = [];
  readonly #held = new Map<number, readonly string[]>();
  #file: number | undefined;
  #end = 0;
  #page: string[] = [];

  /**
   * Reads them.
   * @param path where those go that are not held: a file that nobody else can open, which goes with this.
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
    // The page that was read first goes first: cells ask for their texts in about the texts' order.
    const [oldest] = this.#held.keys();
    if (this.#held.size >= heldPages && oldest !== undefined) this.#held.delete(oldest);
    this.#held.set(page, texts);
    return texts;
  }
}

/** Hears the texts of elements of a name: those of all their runs, without what says how to pronounce them. */
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
      if (isText && text.length < longestText) text += part;
    },
    close: (name) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === element) told(unescaped(text));
    },
  };
}

/** Characters that XML does not have come as `_x000D_`. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([\dA-F]{4})_/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}
