import { expect, test } from '@jest/globals';
import { found, type ListedCommune } from './found.js';

const former = (name: string, district: string) => ({ name, parent: { name: district } });
const communes: readonly ListedCommune[] = [
  {
    ...{ code: '16438', name: 'Xã Lưu Vệ', type: 'COMMUNE', area: 'PLAIN', areaKm2: 26.84 },
    predecessors: [former('Thị trấn Tân Phong', 'Huyện Quảng Xương')],
  },
  {
    ...{ code: '16531', name: 'Phường Sầm Sơn', type: 'WARD', area: 'URBAN', areaKm2: 10 },
    predecessors: [{ name: 'Phường Bắc Sơn', parent: null }],
  },
];
const everything = { name: '', type: '', area: '' };

test.each([
  [{}, ['16438', '16531']],
  [{ name: 'quang xuong' }, ['16438']],
  [{ name: ' Quảng Xương ' }, ['16438']],
  [{ name: 'TAN PHONG' }, ['16438']],
  [{ name: 'luu ve' }, ['16438']],
  [{ name: '1653' }, ['16531']],
  [{ name: 'bắc sơn', type: 'COMMUNE' }, []],
  [{ area: 'URBAN' }, ['16531']],
  [{ name: 'nowhere' }, []],
])('of %j is found', (choice, codes) => {
  expect(found(communes, { ...everything, ...choice }).map(({ code }) => code)).toEqual(codes);
});
