import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Alarms } from './alarms.js';

let rung: string[];
let alarms: Alarms<string>;

const set = (name: string) => alarms.set(name, performance.now());

beforeEach(() => {
  jest.useFakeTimers();
  rung = [];
  alarms = new Alarms(1000, (name) => rung.push(name));
});

afterEach(() => {
  jest.useRealTimers();
});

describe('alarms', () => {
  test('ring when their time is over, each once, in the order in which they were set', () => {
    set('a');
    jest.advanceTimersByTime(400);
    set('b');
    jest.advanceTimersByTime(599);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['a']);
    jest.advanceTimersByTime(399);
    expect(rung).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['a', 'b']);
    jest.advanceTimersByTime(5000);
    expect(rung).toEqual(['a', 'b']);
  });

  test('that are ended do not ring, wherever among the others they are', () => {
    const [a, b, , d] = ['a', 'b', 'c', 'd'].map(set);
    if (!a || !b || !d) throw new Error('expected alarms');
    alarms.end(b);
    alarms.end(a);
    alarms.end(d);
    set('e');
    jest.advanceTimersByTime(1000);
    expect(rung).toEqual(['c', 'e']);
  });

  test('ring where they are set after all others have rung or were ended, and one timer is for all', () => {
    alarms.end(set('a'));
    jest.advanceTimersByTime(600);
    set('b');
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(999);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['b']);
    expect(jest.getTimerCount()).toBe(0);
    set('c');
    jest.advanceTimersByTime(1000);
    expect(rung).toEqual(['b', 'c']);
  });

  test('may be set and ended while others ring', () => {
    alarms = new Alarms(1000, (name) => {
      rung.push(name);
      if (name !== 'a') return;
      alarms.end(last);
      set('z');
    });
    set('a');
    const last = set('b');
    jest.advanceTimersByTime(1000);
    expect(rung).toEqual(['a']);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1000);
    expect(rung).toEqual(['a', 'z']);
  });
});
