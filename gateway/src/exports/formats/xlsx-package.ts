import { part } from './xlsx-cells.js';

const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  /** Its part under `xl/worksheets`, without `.xml`: readers such as exceljs know only names like `sheet1`. */
  readonly file: string;
  /** For a table: its cells, such as `A1:F20`. They are the print area, with the first row on each page. */
  readonly cells?: string;
}

/** The part that names the sheets, in their order. */
export function workbookPart(sheets: readonly Sheet[]): string {
  const entries = sheets.map(
    ({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const printed = sheets.flatMap(({ name, cells }, index) => {
    if (cells === undefined) return [];
    const defined = (key: string, value: string) =>
      `<definedName name="_xlnm.${key}" localSheetId="${index}">'${name}'!${value}</definedName>`;
    return [defined('Print_Area', absolute(cells)), defined('Print_Titles', '$1:$1')];
  });
  const names = printed.length === 0 ? '' : `<definedNames>${printed.join('')}</definedNames>`;
  return part('workbook', `<sheets>${entries.join('')}</sheets>${names}`);
}

/** An absolute range of cells: `$A$1:$F$20`. */
function absolute(cells: string): string {
  return cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
}

/** The part that locates a workbook's parts. */
export function workbookRelations(sheets: readonly Sheet[]): string {
  const entries = sheets.map(({ file }) => ['worksheet', `worksheets/${file}.xml`] as const);
  return relations([...entries, ['styles', 'styles.xml']]);
}

/** The part that locates a package's workbook. */
export function packageRelations(): string {
  return relations([['officeDocument', 'xl/workbook.xml']]);
}

/** The part with the content type of each part of a package. */
export function contentTypes(sheets: readonly Sheet[]): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...sheets.map(({ file }) => [`xl/worksheets/${file}.xml`, 'worksheet'] as const),
  ];
  const overrides = parts.map(
    ([file, type]) => `<Override PartName="/${file}" ContentType="${spreadsheet}.${type}+xml"/>`,
  );
  const relationsType = 'application/vnd.openxmlformats-package.relationships+xml';
  return (
    `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="${relationsType}"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

function relations(entries: readonly (readonly [type: string, target: string])[]): string {
  const xml = entries.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${officeDocument}/${type}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="${packages}/relationships">${xml.join('')}</Relationships>`;
}
