import { describe, expect, test } from '@jest/globals';
import { type FormatName, valueFormats } from './value-formats.js';

const cases: Record<FormatName, { good: string[]; bad: string[] }> = {
  code: { good: ['ADULTS_BASIC', 'SP-001', '38', 'Đội-1'], bad: ['', 'a b', 'a/b', 'x'.repeat(41)] },
  commune: {
    good: ['14758', '99999', '14758@2025-06-30'],
    bad: ['38', '1475', '147588', 'Hàm Rồng', ' 14758', '14758\n', '14758@', '14758@2025-02-30', '14758@2025-06-30@'],
  },
  place: { good: ['38', '14758', 'VN', '364@2025-06-30'], bad: ['3', '0038', '', 'V', '38\n'] },
  cursor: { good: ['', '42', 'WyJhIl0', 'a_b-c='], bad: ['a b', '\0', '["a"]', 'x'.repeat(1001)] },
  search: { good: ['', 'Hàm Rồng', 'x'.repeat(100)], bad: ['x'.repeat(101), 'a\0'] },
  note: { good: ['', 'Sửa số liệu', 'x'.repeat(1000)], bad: ['x'.repeat(1001), 'a\0'] },
  date: {
    good: ['2026-11-30', '2028-02-29'],
    bad: ['2026-02-29', '2026-13-01', '26-11-30', '2026-11-30T00:00Z', '0000-01-01', '2026-11-30\n'],
  },
  digest: { good: ['A'.repeat(43)], bad: ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`] },
  signature: { good: ['eyJ9..c2ln'], bad: ['', 'eyJ9.e30.c2ln', 'eyJ9..', `e..${'A'.repeat(1000)}`] },
  schoolYear: { good: ['2025-2026', '1999-2000'], bad: ['2025-2027', '2025', '2026-2025', '2025-2026\n', ''] },
  period: { good: ['2026', '2026-Q3', '2026-09'], bad: ['2026-13', '2026-Q5', '2026-9', '2026-09\n', ''] },
};

describe.each(Object.entries(cases))('%s', (name, { good, bad }) => {
  const { accepts } = valueFormats[name as FormatName];

  test.each(good)('accepts %j', (text) => {
    expect(accepts(text)).toBe(true);
  });

  test.each(bad)('refuses %j', (text) => {
    expect(accepts(text)).toBe(false);
  });
});
