import { expect, test } from '@jest/globals';
import { shortened, usualBytes } from './hub-tool.js';

test('cuts the longest list of an answer, from its end, and says how many items it lost', () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({ index, name: 'Xã Hoằng Hoá'.repeat(10) }));
  const answer = { data: { goals: [{ code: 'A', rows: [...rows] }], others: ['x', 'y'] } };
  const cut = shortened(structuredClone(answer)) as typeof answer & { left: Record<string, number> };
  const kept = cut.data.goals[0]?.rows ?? [];
  expect(kept).toEqual(rows.slice(0, kept.length));
  expect(kept.length).toBeGreaterThan(20);
  expect(cut.left).toEqual({ 'data.goals.rows': rows.length - kept.length });
  expect(cut.data.others).toEqual(['x', 'y']);
  expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(usualBytes);
});

test('leaves an answer that is short, and one without a list to cut', () => {
  for (const answer of [{ data: { rows: [1, 2] } }, { data: { text: 'x'.repeat(2 * usualBytes), rows: [1] } }])
    expect(shortened(structuredClone(answer))).toEqual(answer);
});
