import { beforeEach, describe, expect, test } from '@jest/globals';
import { MostUsed } from './most-used.js';

let forgotten: string[];
let used: MostUsed;

beforeEach(() => {
  forgotten = [];
  used = new MostUsed({ names: 2, onForget: (name) => forgotten.push(name) });
});

describe('the most used names', () => {
  test('are kept as they are while there is room', () => {
    expect(['a', 'b', 'a'].map((name) => used.use(name))).toEqual(['a', 'b', 'a']);
  });

  test('leave nothing to those that come once each, however many', () => {
    for (let use = 0; use < 10; use++) for (const name of ['a', 'b']) used.use(name);
    const labels = new Set(Array.from({ length: 10_000 }, (_, index) => used.use(`made-up-${index}`)));
    expect([...labels]).toEqual(['other']);
    expect(used.use('a')).toBe('a');
    expect(forgotten).toEqual([]);
  });

  test('take the places of those that came first, once they are used twice as often', () => {
    used.use('first');
    used.use('second');
    used.use('second');
    expect(['a', 'a', 'a'].map((name) => used.use(name))).toEqual(['other', 'other', 'a']);
    expect(forgotten).toEqual(['first']);
    expect(used.use('first')).toBe('other');
  });

  test('make way in the end when they are not used any more', () => {
    for (let use = 0; use < 1000; use++) for (const name of ['a', 'b']) used.use(name);
    for (let use = 0; use < 200_000 && used.use('new') === 'other'; use++);
    expect(used.use('new')).toBe('new');
    expect(forgotten).toHaveLength(1);
  });
});
