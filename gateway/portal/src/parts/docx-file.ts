import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  type IRunOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { pictureOf, pngOf } from '../charts/picture-file.js';
import { leftOut, textOf } from './text-of-page.js';

/** Texts and settings of a Word document that are not on the page. */
export interface DocxWords {
  readonly title: string;
  /** Mark of demonstration data on each sheet; undefined for real data. */
  readonly mark: string | undefined;
  readonly language: 'vi' | 'en';
}

type Block = Paragraph | Table;

const headings: Readonly<Record<string, (typeof HeadingLevel)[keyof typeof HeadingLevel]>> = {
  H1: HeadingLevel.HEADING_1,
  H2: HeadingLevel.HEADING_2,
  H3: HeadingLevel.HEADING_3,
};

/** Width of text on A4 within its margins, in pixels of 96 to the inch. */
const textWidth = 640;

/** Makes a Word document (OOXML) of a part of a page: headings, facts, tables and charts in the visible form. */
export async function docxOf(part: HTMLElement, { title, mark, language }: DocxWords): Promise<Blob> {
  const children = await blocksOf(part);
  const document = new Document({
    title,
    styles: {
      default: {
        document: {
          run: { font: 'Noto Sans', size: 20, language: { value: language === 'vi' ? 'vi-VN' : 'en-GB' } },
          paragraph: { spacing: { after: 100 } },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 }, margin: { left: 1000, right: 1000 } } },
        ...(mark !== undefined && {
          headers: { default: new Header({ children: [new Paragraph({ children: [inBold(mark)] })] }) },
        }),
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: [
                  new TextRun({ children: [`${title}  `, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  return Packer.toBlob(document);
}

async function blocksOf(part: Element): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const element of part.children) {
    if (element.matches(leftOut)) continue;
    const heading = headings[element.tagName];
    if (heading !== undefined) blocks.push(new Paragraph({ heading, text: textOf(element), keepNext: true }));
    else if (element instanceof HTMLTableElement) blocks.push(...tableOf(element));
    else if (element.tagName === 'DL') blocks.push(factsOf(element), new Paragraph({}));
    else if (element.matches('figure.picture')) blocks.push(...(await chartOf(element)));
    else if (element.matches('ul, ol')) {
      for (const entry of element.children) blocks.push(new Paragraph({ text: textOf(entry), bullet: { level: 0 } }));
    } else if (element.matches('p')) {
      const text = textOf(element);
      if (text !== '') blocks.push(new Paragraph(text));
    } else if (!(element instanceof SVGElement)) blocks.push(...(await blocksOf(element)));
  }
  return blocks;
}

function inBold(text: string): TextRun {
  const options: IRunOptions = { text, bold: true };
  return new TextRun(options);
}

function cellOf(element: Element, isHead: boolean): TableCell {
  const isNumber = element.classList.contains('number');
  const run = isHead ? inBold(textOf(element)) : new TextRun(textOf(element));
  const paragraph = new Paragraph({
    alignment: isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT,
    spacing: { after: 20 },
    children: [run],
  });
  return new TableCell({ margins: { left: 60, right: 60 }, children: [paragraph] });
}

/** A table with its caption; its header repeats on each sheet. */
function tableOf(table: HTMLTableElement): Block[] {
  const rows = [...table.querySelectorAll('tr')].filter((row) => !row.matches(leftOut));
  if (rows.length === 0) return [];
  return [
    ...(table.caption ? [new Paragraph({ keepNext: true, children: [inBold(textOf(table.caption))] })] : []),
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: rows.map((row) => {
        const isHead = row.parentElement?.tagName === 'THEAD';
        const cells = [...row.children].map((cell) => cellOf(cell, isHead || cell.tagName === 'TH'));
        return new TableRow({ tableHeader: isHead, cantSplit: true, children: cells });
      }),
    }),
    new Paragraph({}),
  ];
}

/** A definition list as a table of two columns. */
function factsOf(list: Element): Table {
  const rows: TableRow[] = [];
  let name: Element | undefined;
  for (const entry of list.querySelectorAll('dt, dd')) {
    if (entry.tagName === 'DT') name = entry;
    else if (name) rows.push(new TableRow({ children: [cellOf(name, true), cellOf(entry, false)] }));
  }
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows });
}

/** A chart as a picture with its legend; empty if the page does not show the chart. */
async function chartOf(figure: Element): Promise<Block[]> {
  const drawn = figure.querySelector<SVGSVGElement>('svg.chart');
  if (!drawn) return [];
  const legend = [...figure.querySelectorAll('.legend li')].flatMap((entry) => {
    const swatch = entry.querySelector<SVGSVGElement>('svg');
    return swatch ? [{ drawn: swatch, text: textOf(entry.querySelector('.said') ?? entry) }] : [];
  });
  const title = drawn.getAttribute('aria-label') ?? '';
  const picture = pictureOf(drawn, legend, { title, lines: [], mark: undefined, source: '' });
  const [wide, high] = [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))];
  const scale = Math.min(1, textWidth / wide);
  const image = new ImageRun({
    type: 'png',
    data: await (await pngOf(picture)).arrayBuffer(),
    transformation: { width: wide * scale, height: high * scale },
    altText: { title, description: title, name: title },
  });
  return [new Paragraph({ children: [image] })];
}
