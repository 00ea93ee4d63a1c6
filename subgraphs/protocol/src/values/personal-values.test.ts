import { expect, test } from '@jest/globals';
import { hasCitizenNumber, looksLikeName, personalHeader, personalValues } from './personal-values.js';

test.each([
  ['038068001000', true],
  ['038.068.001.000', true],
  ['038 068 001 000', true],
  ['0380 6800 1000', true],
  ['CCCD: 038302001002.', true],
  ['5 038068001000', true],
  // An unknown province, a future year, adjacent digits, a list of codes, a moment.
  ['999180000100', false],
  ['038399001000', false],
  ['1038068001000', false],
  ['A038068001000', false],
  ['01 02 04 06 08 10', false],
  ['2026-01-02T15:04:05', false],
])('%s has a citizen’s number: %s', (text, isSo) => {
  expect(hasCitizenNumber(text)).toBe(isSo);
});

test.each([
  ['Nguyễn Văn An', true],
  ['LÊ THỊ HOA', true],
  ['Tran Van Binh', true],
  ['Bà Lò Thị Mai', true],
  ['lê thị hoa', true],
  ['tran van an', true],
  ['Hoa Thị Lê', true],
  ['bà lò thị mai', true],
  ['kỹ năng thị trường', false],
  ['văn nghệ xã', false],
  ['học văn hóa', false],
  ['Xã Mường Lát', false],
  ['Trường THPT Lê Lợi', false],
  ['Tổ Một', false],
  ['Kỹ năng số cơ bản', false],
  ['Le Club Number Four Hundred', false],
])('%s looks like a name: %s', (text, isSo) => {
  expect(looksLikeName(text)).toBe(isSo);
});

test('a column is of names where most of its values are, and three differ', () => {
  expect(personalValues(['Lê Thị Hoa', 'Trần Văn An', 'Bùi Thị Lan', 'Tổ Một', ''])).toBe('NAME');
  expect(personalValues(['Lê Lợi', 'Trần Phú', 'Lê Lợi'])).toBeUndefined();
  expect(personalValues(['Lê Thị Hoa', 'Trần Văn An', 'Bùi Thị Lan', 'A', 'B', 'C'])).toBeUndefined();
});

test.each([
  ['Số nam sinh', undefined],
  ['name', undefined],
  ['Tên lớp', undefined],
  ['totalCount', undefined],
  ['Năm sinh', 'BIRTH'],
  ['hoVaTen', 'NAME'],
])('the header %s says %s', (header, kind) => {
  expect(personalHeader(header)).toBe(kind);
});
