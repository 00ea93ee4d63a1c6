import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The kind of terrain and settlement that the movement compares: urban (đô thị), plain (đồng bằng), mountain (miền núi). */
export type Area = 'URBAN' | 'PLAIN' | 'MOUNTAIN';

/** One of the 166 commune-level units of Thanh Hóa in force since 2025-07-01. */
export interface CommuneUnit {
  /** General Statistics Office code (Decision 19/2025/QĐ-TTg). */
  readonly code: string;
  readonly area: Area;
}

/** The province's own code: where a commune is asked for, it stands for the whole of Thanh Hóa. */
export const provinceCode = '38';

/** Commune codes of the eleven former mountain districts (General Statistics Office, before 2025-07-01), as ranges. */
const mountainRanges = [
  [14845, 15268], // Mường Lát, Quan Hóa, Bá Thước, Quan Sơn, Lang Chánh, Ngọc Lặc, Cẩm Thủy, Thạch Thành
  [15607, 15661], // Thường Xuân
  [16174, 16276], // Như Xuân, Như Thanh
] as const;

function areaOf(code: string, type: string): Area {
  if (type === 'ward') return 'URBAN';
  const number = Number(code);
  return mountainRanges.some(([first, last]) => number >= first && number <= last) ? 'MOUNTAIN' : 'PLAIN';
}

/** The file of the 166 units: `code,name,name_en,type,area_km2`; attribution in `schema/data/README.md`. */
export const communesFile = fileURLToPath(new URL('../data/thanh-hoa-communes.csv', import.meta.url));

/** The 166 units by code, in the file's order. */
export const communeUnits: ReadonlyMap<string, CommuneUnit> = new Map(
  readFileSync(communesFile, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([code = '', , , type = '']) => [code, { code, area: areaOf(code, type) }]),
);
