import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const header = 'code,level,parent_code,name_vi,name_en,type,area,area_km2,peer_group,valid_from,valid_until,successors';

/** A file of places, from its rows. */
export function placesFile(...rows: readonly string[]): string {
  return [header, ...rows, ''].join('\n');
}

/** A province and its communes as rows of a file of places, all made up. */
export function provinceRows(code: string, communes: number, firstCode: number): string[] {
  return [
    `${code},PROVINCE,VN,Tỉnh ${code},Province ${code},PROVINCE,,,,,,`,
    ...Array.from({ length: communes }, (_, index) => {
      const number = String(firstCode + index).padStart(5, '0');
      return `${number},COMMUNE,${code},Xã Số ${number},Number ${number} Commune,COMMUNE,PLAIN,,,2025-07-01,,`;
    }),
  ];
}

/** How many communes each of the country's 34 provinces has here: 3,321 in all, as since 2025-07-01. */
export const communesOfCountry: readonly number[] = Array.from({ length: 34 }, (_, index) => (index < 23 ? 98 : 97));

/** The country with its provinces and communes, made up but for their number. */
export function countryRows(): string[] {
  let next = 1;
  return communesOfCountry.flatMap((communes, index) => {
    const first = next;
    next += communes;
    return provinceRows(String(10 + index), communes, first);
  });
}

/** A folder with one file of places: the country's row, and others. */
export function placesFolder(rows: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'hub-places-'));
  writeFileSync(join(folder, 'places.csv'), placesFile('VN,COUNTRY,,Việt Nam,Viet Nam,COUNTRY,,,,,,', ...rows));
  return folder;
}
