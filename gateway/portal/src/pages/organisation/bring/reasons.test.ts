import { expect, test } from '@jest/globals';
import { askedIn, hintIn, reasonIn } from './reasons.js';

test.each([
  ['expected a whole number from 0 to 10000, got "many"', 'cần số nguyên từ 0 đến 10000, nhưng là "many"'],
  ['expected one of FEMALE, MALE, got "Nu"', 'cần một trong các giá trị FEMALE, MALE, nhưng là "Nu"'],
  [
    'expected a date that exists and is not in the future, as YYYY-MM-DD, or nothing, got "31/2/2026"',
    'cần ngày có thật, không ở tương lai, hoặc để trống, nhưng là "31/2/2026"',
  ],
  [
    'expected the 5-digit code of a commune or ward in force, got "14401": Mường Lát became Mường Lát (14845)',
    'cần mã 5 số của xã, phường đang có hiệu lực, nhưng là "14401" (Mường Lát nay là Mường Lát (14845))',
  ],
  ['expected each key once, but line 4 has the same', 'cần mỗi khóa một dòng, nhưng dòng 4 có cùng khóa'],
  ['expected nothing for a meeting at provincial level, got 14845', 'hội nghị cấp tỉnh phải để trống xã, phường'],
  [
    'expected at most 31, the pupils of the class 6A on 2026-10-01, got 40',
    'không quá 31 (số học sinh của lớp 6A ngày 2026-10-01), nhưng là 40',
  ],
  [
    'expected a day no later than as_of (2026-10-31), got 2026-11-01',
    'cần ngày không sau as_of (2026-10-31), nhưng là 2026-11-01',
  ],
  [
    'expected codes of communes on 2027-01-01, but of none is 99999',
    'cần mã xã, phường ngày 2027-01-01; không có mã 99999',
  ],
  [
    'expected a day after starts_on (2026-01-01), got 2025-12-31',
    'cần ngày sau starts_on (2026-01-01), nhưng là 2025-12-31',
  ],
  ['expected why there is no value, got nothing', 'cần lý do không có giá trị, nhưng ô trống'],
  [
    'expected 2026-05-31, the day before the next row of UPPER begins, got nothing: there would be a gap',
    'cần 2026-05-31, ngày trước khi dòng tiếp theo của UPPER bắt đầu, nhưng ô trống',
  ],
  // An unknown reason is quoted with its origin.
  [
    'expected the moon, got cheese',
    'không đúng quy định; hệ thống của tổ chức ghi bằng tiếng Anh: “expected the moon, got cheese”',
  ],
])('%s', (reason, said) => {
  expect(reasonIn(reason, 'vi')).toBe(said);
  expect(reasonIn(reason, 'en')).toBe(reason);
});

test('what is asked of a file is asked in Vietnamese, too', () => {
  const question =
    "No column is called code (The group's code.). Which one is it, or which value do all rows have (mapping.fixed)?";
  expect(askedIn(question, 'vi')).toBe('Tệp không có cột code. Đó là cột nào trong tệp?');
  expect(askedIn(question, 'en')).toBe(question);
  expect(askedIn('What is this?', 'vi')).toBe('What is this?');
});

test('a field says in Vietnamese what its column in files holds', () => {
  const hint = 'Its name (tên). As files have it in name_vi: a text of 1 to 300 characters, or nothing.';
  expect(hintIn(hint, 'vi')).toBe('Cột name_vi trong tệp: đoạn chữ từ 1 đến 300 ký tự, hoặc để trống.');
  expect(hintIn(hint, 'en')).toBe(hint);
});
