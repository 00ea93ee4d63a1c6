import { expect, test } from '@jest/globals';
import { utf8 } from './utf8.js';

const ascii = 'Dak Lak, ';
const latin = 'Đà Nẵng'.replace('ẵ', 'a').replace('Đ', 'D');
const vietnamese = 'Phường Thống Nhất, tỉnh Đắk Lắk, ';
const others = '𝄞 … 中文 ';

test.each([
  ['of ASCII', ascii],
  ['of Latin-1', latin],
  ['in Vietnamese', vietnamese],
  ['with characters of four bytes', others],
])('a text %s has the bytes that Node gives it, however long it is', (_, part) => {
  for (const count of [0, 1, 100, 500, 5000, 60_000]) {
    const text = part.repeat(count);
    expect(utf8(text).equals(Buffer.from(text))).toBe(true);
  }
});

test('a text that is of other letters after its beginning has its bytes, too', () => {
  for (const end of [latin, vietnamese, others, '中'.repeat(400_000)]) {
    const text = ascii.repeat(1000) + end.repeat(end.length > 1000 ? 1 : 5000);
    expect(utf8(text).equals(Buffer.from(text))).toBe(true);
  }
});

test('what one text was written to is not another’s', () => {
  const [one, other] = [vietnamese, ascii].map((part) => utf8(part.repeat(1000)));
  const first = one?.toString();
  utf8(others.repeat(1000));
  utf8('x'.repeat(20_000));
  expect(one?.toString()).toBe(first);
  expect(other?.toString()).toBe(ascii.repeat(1000));
});
