import { expect, test } from '@jest/globals';
import { settled, summary } from './summary.mjs';

const ran = { seconds: 1, passed: 2, failed: [] as string[], skipped: [] as string[] };
const start = { ...ran, file: 'test/hub/start.test.ts' };
const quick = { ...ran, file: 'test/runs.test.ts' };

test('a run without a test fails a check', () => {
  const { failed, lines } = summary(settled([quick], []), ['quick', 'start']);
  expect(failed).toBe(1);
  expect(lines.at(-1)).toBe('start: no test ran');
});

test('a skip fails a check, unless its file has a reason', () => {
  const { failed, lines } = summary(
    settled(
      [
        { ...quick, skipped: ['one'] },
        { ...start, skipped: ['two'] },
      ],
      [],
    ),
    ['quick', 'start'],
  );
  expect(failed).toBe(1);
  expect(lines.at(-1)).toBe('test/runs.test.ts: skipped without a reason in test/runs.mjs: one');
  expect(lines).toContain('1 of test/hub/start.test.ts: no Python');
});

test('a failure that passes once more is unstable, and one that fails again has failed', () => {
  const results = settled([{ ...quick, failed: ['one', 'two'] }], [{ ...quick, passed: 3, failed: ['two'] }]);
  const { failed, passed, lines } = summary(results, ['quick']);
  expect({ failed, passed }).toEqual({ failed: 1, passed: 3 });
  expect(lines).toContain('test/runs.test.ts: one');
  expect(lines.at(-1)).toBe('test/runs.test.ts: two');
});
