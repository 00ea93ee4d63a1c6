import { describe, expect, test } from '@jest/globals';
import { type BookName, progressId, readProgressId } from './progress-id.js';

describe('the id of a progress', () => {
  const key = { goalCode: 'ADULTS_BASIC', communeCode: '14758@2026-01-31', period: '2026-Q3' };
  const books: (BookName | undefined)[] = [
    undefined,
    { asKnownOn: '2026-10-01' },
    { asKnownOn: '2026-10-02' },
    { publication: '2026-09:1' },
    { release: { organisation: 'farmers-union', number: 7 } },
  ];

  test('is another one for each thing that decides its values', () => {
    const others = [
      { ...key, goalCode: 'PUPILS' },
      { ...key, communeCode: '38' },
      { ...key, period: '2026' },
    ];
    const ids = [...books.map((of) => progressId({ ...key, of })), ...others.map((one) => progressId(one))];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe('GoalProgress:ADULTS_BASIC:14758@2026-01-31:2026-Q3');
  });

  test('is read back, but for that of a release that does not count', () => {
    for (const of of books.slice(0, -1)) {
      expect(readProgressId(progressId({ ...key, of }))).toEqual({ ...key, ...(of && { of }) });
    }
    expect(readProgressId(progressId({ ...key, of: books.at(-1) }))).toBeNull();
  });

  test.each(['', 'Goal:PUPILS', 'GoalProgress:PUPILS:38', 'GoalProgress:PUPILS:38:2026:asKnownOn', 'GoalProgress:::'])(
    '%j is none',
    (id) => {
      expect(readProgressId(id)).toBeNull();
    },
  );
});
