import { places } from '../../../../test/support/places.js';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../demo/src/random.js';
import { searchKey, sortKey } from './vietnamese.js';

const compareBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const bySortKey = (a: string, b: string) => compareBytes(sortKey(a), sortKey(b));

describe('searchKey', () => {
  test.each([
    ['Hoá', 'Hóa'],
    ['Thuỷ', 'Thủy'],
    ['Đồng Tiến', 'dong tien'],
    ['Phường  Sầm Sơn', 'phuong sam son'],
  ])('%s and %s are one', (a, b) => {
    expect(searchKey(a)).toBe(searchKey(b));
  });
});

describe('sortKey', () => {
  const collator = new Intl.Collator('vi');

  test('orders the 166 communes as the Vietnamese collation does', () => {
    const names = places.communesOn('2026-12-01').map(({ nameVi }) => nameVi);
    expect(names.toSorted(bySortKey)).toEqual(names.toSorted(collator.compare));
  });

  test('orders made-up words as the Vietnamese collation does', () => {
    const random = createRandom('words');
    const vowels = [...'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ'];
    const consonants = [...'bcdđghklmnpqrstvx', ' ', ''];
    const word = () =>
      Array.from({ length: random.integer(1, 5) }, () => random.pick(consonants) + random.pick(vowels)).join('');
    for (let round = 0; round < 5000; round += 1) {
      const [a, b] = [word(), random.chance(0.3) ? word().toUpperCase() : word()];
      expect([a, b, Math.sign(bySortKey(a, b))]).toEqual([a, b, Math.sign(collator.compare(a, b))]);
    }
  });
});
