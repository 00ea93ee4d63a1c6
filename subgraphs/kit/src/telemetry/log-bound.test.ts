import { expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { LogBound } from './log-bound.js';

/** A logger whose lines are recorded, at most two of one message in ten seconds. */
function boundLogger() {
  const lines: Record<string, unknown>[] = [];
  const bound = new LogBound({ lines: 2, windowMs: 10_000, now: () => Date.now() });
  const stream = { write: (line: string) => lines.push(JSON.parse(line)) };
  return { bound, lines, log: pino({ hooks: bound.hooks, base: { organisation: 'audit' } }, stream) };
}

test('of a flood of one message some lines are written, then how many were left out', () => {
  jest.useFakeTimers();
  const { lines, log } = boundLogger();
  for (let index = 0; index < 1000; index += 1) log.child({ reqId: `r${index}` }).error({ index }, 'a request failed');
  log.error('another fault');
  expect(lines.map(({ msg, reqId }) => [msg, reqId])).toEqual([
    ['a request failed', 'r0'],
    ['a request failed', 'r1'],
    ['another fault', undefined],
  ]);
  jest.advanceTimersByTime(10_000);
  expect(lines.at(-1)).toMatchObject({ msg: 'lines were left out', leftOut: 998, seconds: 10, of: 'a request failed' });
  log.error('a request failed');
  expect(lines.at(-1)).toMatchObject({ msg: 'a request failed' });
  jest.useRealTimers();
});

test('what was left out is said before the program ends, and once', () => {
  jest.useFakeTimers();
  const { bound, lines, log } = boundLogger();
  for (let index = 0; index < 5; index += 1) log.warn('refused a request');
  bound.flush();
  jest.advanceTimersByTime(20_000);
  expect(lines.filter(({ msg }) => msg === 'lines were left out')).toEqual([expect.objectContaining({ leftOut: 3 })]);
  jest.useRealTimers();
});

test('lines that follow requests are all written', () => {
  const { lines, log } = boundLogger();
  for (let index = 0; index < 100; index += 1) log.info('answered');
  expect(lines).toHaveLength(100);
});

test('messages without end share one bound', () => {
  jest.useFakeTimers();
  const { lines, log } = boundLogger();
  for (let index = 0; index < 5000; index += 1) log.error(`fault ${index}`);
  expect(lines.length).toBeLessThan(300);
  jest.advanceTimersByTime(10_000);
  expect(lines.at(-1)).toMatchObject({ msg: 'lines were left out', of: 'other messages' });
  jest.useRealTimers();
});
