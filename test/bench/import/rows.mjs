import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const units = readFileSync(new URL('../../../subgraphs/runtime/data/places/thanh-hoa.csv', import.meta.url), 'utf8');
/** The communes of today. */
const communes = [...units.matchAll(/^(\d{5}),COMMUNE,.*,2025-07-01,,$/gm)].map(([, code]) => code);

/** Writes people as their file has them, and as rows of the tables, whose pseudonyms are made up. */
export async function writeRows(rows, csv, tsv) {
  const file = createWriteStream(csv);
  const staged = createWriteStream(tsv);
  file.write('citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on\n');
  for (let row = 0; row < rows; row += 1) {
    const number = `038${String(row).padStart(9, '0')}`;
    const sex = row % 2 === 0 ? 'FEMALE' : 'MALE';
    const commune = communes[(row * 7919) % communes.length];
    const month = String((row % 9) + 1).padStart(2, '0');
    const birthYear = 1940 + (row % 60);
    const goesOn = file.write(
      `${number},Lê Thị Mai,${sex},${birthYear},${commune},2026-${month}-03,2026-${month}-17\n`,
    );
    const pseudonym = createHash('sha256').update(number).digest('base64url');
    staged.write(`${pseudonym}\t${sex}\t${commune}\t2026-${month}-03\t2026-${month}-17\n`);
    if (!goesOn) await once(file, 'drain');
  }
  await Promise.all([file, staged].map((stream) => once(stream.end(), 'finish')));
}

/** The most rows that a sheet of a spreadsheet has. */
export const mostRowsOfSheet = 1_048_576;

/** Writes the rows of a file as a spreadsheet of one sheet, by the kit's own writer: days as days, the rest as text. */
export async function writeSheet(csv, xlsx) {
  const bundle = join(dirname(xlsx), 'write-workbook.mjs');
  const writer = fileURLToPath(new URL('../../../subgraphs/kit/src/xlsx/write-workbook.ts', import.meta.url));
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ entryPoints: [writer], outfile: bundle, bundle: true, platform: 'node', format: 'esm', banner });
  const { writeWorkbook } = await import(bundle);
  async function* rows() {
    let row = 0;
    for await (const line of createInterface(createReadStream(csv))) {
      row += 1;
      const cellOf = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? { type: 'day', text } : text);
      yield { row, cells: line.split(',').map(cellOf) };
    }
  }
  await pipeline(Readable.from(writeWorkbook('guided-people', rows())), createWriteStream(xlsx));
}
