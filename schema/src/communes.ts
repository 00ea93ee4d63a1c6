import { readFileSync } from 'node:fs';

/** The kind of terrain and settlement that the movement compares: urban (đô thị), plain (đồng bằng), mountain (miền núi). */
export type Area = 'URBAN' | 'PLAIN' | 'MOUNTAIN';

/** One of the 166 commune-level units of Thanh Hóa in force since 2025-07-01. */
export interface CommuneUnit {
  /** General Statistics Office code (Decision 19/2025/QĐ-TTg). */
  readonly code: string;
  /** With the unit's type, in the source's spelling: `Phường Hàm Rồng`. */
  readonly nameVi: string;
  /** Not unique without the type. */
  readonly nameEn: string;
  readonly type: 'COMMUNE' | 'WARD';
  readonly areaKm2: number;
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

function readUnits(): Map<string, CommuneUnit> {
  const file = new URL('../data/thanh-hoa-communes.csv', import.meta.url);
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [code = '', nameVi = '', nameEn = '', type = '', areaKm2 = ''] = line.split(',');
      return [
        code,
        {
          code,
          nameVi,
          nameEn,
          type: type === 'ward' ? 'WARD' : 'COMMUNE',
          areaKm2: Number(areaKm2),
          area: areaOf(code, type),
        },
      ];
    }),
  );
}

/** The 166 units by code, in the order of their codes; attribution in `schema/data/README.md`. */
export const communeUnits: ReadonlyMap<string, CommuneUnit> = readUnits();
