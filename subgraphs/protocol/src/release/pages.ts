import { atOnce } from '../values/at-once.js';
import { canonicalText, digestOf } from './canonical.js';
import { type Cell, maxPageBytes, maxPageCells, type PageEntry } from './release-format.js';

/** A page of a release: its canonical text, and its entry in the header. */
export interface Page {
  readonly text: string;
  readonly entry: PageEntry;
}

/** The most that pages may hold. */
export interface PageLimits {
  readonly cells: number;
  readonly bytes: number;
}

/** How many cells are laid out in one step. */
const stepCells = 500;

/** Lays cells out in pages, in the order in which they come. No cell, no page. */
export function pagesOf(cells: readonly Cell[], limits?: PageLimits): Page[] {
  return atOnce(layingOut(cells, limits));
}

/** Lays cells out in pages, step by step. */
export function* layingOut(
  cells: readonly Cell[],
  limits: PageLimits = { cells: maxPageCells, bytes: maxPageBytes },
): Generator<void, Page[]> {
  const pages: Page[] = [];
  let texts: string[] = [];
  let bytes = 1;
  const close = () => {
    const text = `[${texts.join()}]`;
    pages.push({ text, entry: { digest: digestOf(text), cells: texts.length } });
    texts = [];
    bytes = 1;
  };
  for (const [index, cell] of cells.entries()) {
    if (index % stepCells === 0) yield;
    const text = canonicalText(cell);
    const added = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && (texts.length === limits.cells || bytes + added > limits.bytes)) close();
    texts.push(text);
    bytes += added;
  }
  if (texts.length > 0) close();
  return pages;
}
