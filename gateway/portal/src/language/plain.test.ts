import { expect, test } from '@jest/globals';
import { plain } from './plain.js';

test('a name without marks is in small letters of English', () => {
  expect(plain('Đặng Thị Hường, Ưu Điềm')).toBe('dang thi huong, uu diem');
});
