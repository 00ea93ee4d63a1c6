import { describe, expect, test } from '@jest/globals';
import { demoFirstDay, demoLastDay } from './days.js';
import { activityDay, dayAfter, paceOn } from './pace.js';
import { createRandom } from './random.js';

const random = createRandom('pace');
const days = Array.from({ length: 40_000 }, () => activityDay(random));
const byMonth = new Map([...Map.groupBy(days, (day) => day.slice(0, 7))].map(([month, some]) => [month, some.length]));
const of = (month: string) => byMonth.get(month) ?? 0;

describe('the pace of the demonstration', () => {
  test('has something in every month, and no month more than twice as much as the one before', () => {
    const months = [...byMonth.keys()].sort();
    expect(months).toHaveLength(18);
    for (const [index, month] of months.slice(1).entries()) expect(of(month)).toBeLessThan(2 * of(months[index] ?? ''));
  });

  test('grows from year to year, and keeps the seasons', () => {
    expect(of('2026-05')).toBeGreaterThan(of('2025-05'));
    expect(of('2026-10')).toBeGreaterThan(of('2025-10'));
    expect(of('2026-02')).toBeLessThan(of('2026-01'));
    expect(of('2026-02')).toBeLessThan(of('2026-03'));
  });

  test('is a share, and days are within what is asked', () => {
    for (const day of days) expect(paceOn(day) > 0 && paceOn(day) <= 1).toBe(true);
    expect(days.toSorted()[0]).toBe(demoFirstDay);
    expect(days.toSorted().at(-1)).toBe(demoLastDay);
    expect(activityDay(random, '2026-03-03', '2026-03-03')).toBe('2026-03-03');
  });

  test('what follows a day does so within its days, or not in the demonstration', () => {
    for (const _ of days.slice(0, 100))
      expect(['2026-01-11', '2026-01-12']).toContain(dayAfter(random, '2026-01-01', 10, 11));
    expect(dayAfter(random, demoLastDay, 0, 0)).toBe(demoLastDay);
    expect(dayAfter(random, demoLastDay, 1, 9)).toBeNull();
  });
});
