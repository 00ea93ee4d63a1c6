import Presentation from 'pptxgenjs';
import { leftOut, textOf } from './text-of-page.js';

/** Inches of a wide slide: its width, its margins, and the space between columns. */
const [wide, margin, gap] = [13.33, 0.5, 0.4];

/** Where the sentences and the tables begin, and where the last line stands, in inches from the top. */
const [sentencesAt, tablesAt, sourceAt] = [1.3, 3.05, 7.05];

/**
 * Makes one slide (OOXML) of a part of a page: its title, its first line, its sentences, and its tables side by side.
 * @param source the last line: where the figures are from.
 */
export async function slideOf(part: HTMLElement, source: string): Promise<Blob> {
  const presentation = new Presentation();
  presentation.layout = 'LAYOUT_WIDE';
  const slide = presentation.addSlide();
  const across = { x: margin, w: wide - 2 * margin, fontFace: 'Noto Sans', margin: 0 } as const;
  const textIn = (selector: string): string => {
    const found = part.querySelector(selector);
    return found ? textOf(found) : '';
  };
  presentation.title = textIn('h2');
  slide.addText(presentation.title, { ...across, y: 0.3, h: 0.55, fontSize: 26, bold: true });
  slide.addText(textIn(':scope > p'), { ...across, y: 0.85, h: 0.3, fontSize: 12 });
  const shown = <E extends Element>(selector: string) =>
    [...part.querySelectorAll<E>(selector)].filter((one) => !one.closest(leftOut));
  const sentences = shown('section li').map((entry) => ({
    text: textOf(entry),
    options: { bullet: true, breakLine: true },
  }));
  slide.addText(sentences, { ...across, y: sentencesAt, h: tablesAt - sentencesAt - 0.1, fontSize: 13, valign: 'top' });
  const tables = shown<HTMLTableElement>('table');
  const w = (wide - 2 * margin - gap * (tables.length - 1)) / tables.length;
  for (const [index, table] of tables.entries()) {
    const x = margin + index * (w + gap);
    if (table.caption) {
      slide.addText(textOf(table.caption), { ...across, x, y: tablesAt, w, h: 0.3, fontSize: 13, bold: true });
    }
    const rows = [...table.rows].map((row) =>
      [...row.cells].map((cell) => ({
        text: textOf(cell),
        options: {
          bold: row.parentElement?.tagName === 'THEAD',
          align: cell.classList.contains('number') ? ('right' as const) : ('left' as const),
          colspan: cell.colSpan,
        },
      })),
    );
    const border = { type: 'solid', pt: 0.5, color: 'CFD6DE' } as const;
    slide.addTable(rows, {
      ...{ x, y: tablesAt + 0.3, w, fontSize: 11, fontFace: 'Noto Sans', border, margin: 0.04 },
      colW: [w * 0.5, w * 0.25, w * 0.25],
    });
  }
  slide.addText(source, { ...across, y: sourceAt, h: 0.25, fontSize: 10 });
  return (await presentation.write({ outputType: 'blob' })) as Blob;
}
