import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { FileContent } from '../content/file-content.js';
import { fileWords } from './wording.js';
import { stylesPart } from './xlsx-cells.js';
import { contentTypes, packageRelations, type Sheet, workbookPart, workbookRelations } from './xlsx-package.js';
import { aboutSheet, cellsOf, dataSheet, faultSheet } from './xlsx-sheets.js';

/** The error by which a workbook's rows broke off. */
interface Failure {
  readonly error: unknown;
  readonly message: string;
}

/**
 * Writes rows as a workbook (Office Open XML, ISO/IEC 29500): a sheet of rows, and a sheet with their sources. Rows are
 * sent while they arrive; the parts that name the sheets follow.
 * @throws the rows' error, after a workbook that opens with the error and has no sheet of the usual name, so that no
 *   program takes the rows for all.
 */
export async function* xlsxFile(
  content: FileContent,
  told: (error: unknown) => string,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let failure: Failure | undefined;
  const rows = Readable.from(
    dataSheet(content, (error) => {
      failure = { error, message: told(error) };
      return failure.message;
    }),
  );
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const options = { mtime: content.madeAt };
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', options);
  rows.once('end', () => {
    for (const [file, text] of partsAfter(content, failure)) zip.addBuffer(Buffer.from(text), file, options);
    zip.end();
  });
  try {
    for await (const chunk of output) yield chunk as Uint8Array;
  } finally {
    rows.destroy();
  }
  if (failure) throw failure.error;
}

function partsAfter(content: FileContent, failure: Failure | undefined): [file: string, text: string][] {
  const { language } = content.request;
  const sheets = sheetsOf(content, failure);
  return [
    ['xl/worksheets/sheet2.xml', aboutSheet(content)],
    ...(failure ? [['xl/worksheets/sheet3.xml', faultSheet(failure.message, language)] as [string, string]] : []),
    ['xl/styles.xml', stylesPart(language)],
    ['xl/workbook.xml', workbookPart(sheets)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets)],
    ['_rels/.rels', packageRelations()],
    ['[Content_Types].xml', contentTypes(sheets)],
  ];
}

function sheetsOf({ request, tally }: FileContent, failure: Failure | undefined): Sheet[] {
  const { language, columns } = request;
  const { data, about, fault, incomplete } = fileWords;
  const whole = [
    { name: (failure ? incomplete : data)[language], file: 'sheet1', cells: cellsOf(columns.length, tally.rows) },
    { name: about[language], file: 'sheet2' },
  ];
  return failure ? [{ name: fault[language], file: 'sheet3' }, ...whole] : whole;
}
