import { expect, test } from '@jest/globals';
import { pastedLines } from './pasted.js';

const commune = (code: string, name: string, ...former: string[]) => ({
  ...{ code, name },
  predecessors: former.map((one) => ({ name: one, parent: { name: 'Huyện Quảng Xương' } })),
});
const communes = [
  commune('16438', 'Xã Lưu Vệ', 'Thị trấn Tân Phong'),
  commune('16531', 'Phường Sầm Sơn', 'Phường Bắc Sơn', 'Xã Quảng Hùng'),
  commune('14758', 'Phường Hạc Thành', 'Phường Tân Sơn'),
  commune('14797', 'Phường Hàm Rồng', 'Xã Tân Sơn'),
  commune('15001', 'Xã Tân Phong', 'Xã Yên Lạc'),
];
const codesOf = (pasted: string) =>
  pastedLines(communes, pasted).map(({ communes: found }) => found.map(({ code }) => code).join(' '));

test.each([
  ['a code', '16438', '16438'],
  ['a name', 'Xã Lưu Vệ', '16438'],
  ['a name without marks and kind', ' luu  ve ', '16438'],
  ['an abbreviated kind', 'P. Sầm Sơn', '16531'],
  ['a former name', 'xã quảng hùng', '16531'],
  ['a present name before an equal former one', 'Tân Phong', '15001'],
  ['a former name with its kind', 'Phường Tân Sơn', '14758'],
  ['a former name of several', 'Tân Sơn', '14758 14797'],
  ['a part of a name', 'Lưu', ''],
  ['a district', 'Quảng Xương', ''],
  ['a heading', 'Mã xã', ''],
  ['a row of cells', '7\tLưu Vệ\t160', '16438'],
])('%s means its communes', (_, line, codes) => {
  expect(codesOf(line)).toEqual([codes]);
});

test('lines keep their order, and empty lines are left out', () => {
  expect(codesOf('16531\r\n\n 16438 \n16531\n')).toEqual(['16531', '16438', '16531']);
});
