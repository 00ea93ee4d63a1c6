import { describe, expect, test } from '@jest/globals';
import { parseValue } from 'graphql';
import { GraphQLPeriod, parsePeriod } from './period.js';

describe('a period', () => {
  test.each([
    ['2026', '2026-01', '2026-12', '2026-01-01', '2026-12-31'],
    ['2026-Q1', '2026-01', '2026-03', '2026-01-01', '2026-03-31'],
    ['2026-Q2', '2026-04', '2026-06', '2026-04-01', '2026-06-30'],
    ['2026-Q3', '2026-07', '2026-09', '2026-07-01', '2026-09-30'],
    ['2026-Q4', '2026-10', '2026-12', '2026-10-01', '2026-12-31'],
    ['2026-09', '2026-09', '2026-09', '2026-09-01', '2026-09-30'],
    ['2026-02', '2026-02', '2026-02', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02', '2028-02', '2028-02-01', '2028-02-29'],
  ])('%s runs from %s to %s', (text, firstMonth, lastMonth, firstDay, lastDay) => {
    expect(parsePeriod(text)).toEqual({ firstMonth, lastMonth, firstDay, lastDay });
  });

  test.each([
    '',
    '26',
    '2026-',
    '2026-0',
    '2026-13',
    '2026-00',
    '2026-Q0',
    '2026-Q5',
    '2026-q3',
    ' 2026',
    '2026-09-01',
  ])('is not %j', (text) => {
    expect(() => parsePeriod(text)).toThrow(`Expected a period such as 2026, 2026-Q3 or 2026-09, but got "${text}".`);
    expect(() => parsePeriod(text)).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });
});

describe('the Period scalar', () => {
  test('keeps a period as the text that it is', () => {
    expect(GraphQLPeriod.parseValue('2026-Q3')).toBe('2026-Q3');
    expect(GraphQLPeriod.serialize('2026-Q3')).toBe('2026-Q3');
    expect(GraphQLPeriod.parseLiteral(parseValue('"2026-Q3"'))).toBe('2026-Q3');
  });

  test.each([2026, null, { year: 2026 }])('refuses the value %j', (value) => {
    expect(() => GraphQLPeriod.parseValue(value)).toThrow('Expected a period as text');
  });

  test.each(['2026', '[2026]', 'Q3', '"2026-13"'])('refuses the literal %s', (literal) => {
    expect(() => GraphQLPeriod.parseLiteral(parseValue(literal))).toThrow('Expected a period');
  });
});
