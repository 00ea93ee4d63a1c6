import { describe, expect, it } from '@jest/globals';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Places } from './places.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'major' | 'minor' }) => void;

/** The bytes in the old generation after objects come and leave, fifty at a time, with only young collections. */
function grownOld(add: (thing: object) => () => void): number {
  const leaving: (() => void)[] = [];
  const one = (number: number) => {
    leaving.push(add({ content: new Array(1000).fill(number) }));
    if (leaving.length > 50) leaving.shift()?.();
    if (number % 100 === 0) collect({ type: 'minor' });
  };
  for (let number = 0; number < 1000; number++) one(number);
  collect({ type: 'major' });
  const before = oldBytes();
  for (let number = 0; number < 5000; number++) one(number);
  return oldBytes() - before;
}

function oldBytes(): number {
  const old = getHeapSpaceStatistics().filter(
    ({ space_name: name }) => name.startsWith('old') || name.includes('large'),
  );
  return old.reduce((sum, { space_used_size: bytes }) => sum + bytes, 0);
}

describe('places', () => {
  it('has those who are there', () => {
    const places = new Places<{ name: string }>();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => ({ name }));
    const first = places.take(one as { name: string });
    places.take(two as { name: string });
    expect([places.size, places.all()]).toEqual([2, [one, two]]);
    places.leave(first);
    expect([places.size, places.all()]).toEqual([1, [two]]);
    expect(places.take(three as { name: string })).toBe(first);
    expect([places.size, places.all()]).toEqual([2, [three, two]]);
  });

  it('lets what has left die young', () => {
    const places = new Places<object>();
    const grown = grownOld((thing) => {
      const place = places.take(thing);
      return () => {
        places.leave(place);
      };
    });
    const set = new Set<object>();
    const ofSet = grownOld((thing) => {
      set.add(thing);
      return () => set.delete(thing);
    });
    expect(grown).toBeLessThan(ofSet / 10);
  });
});
