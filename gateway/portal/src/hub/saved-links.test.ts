import { expect, test } from '@jest/globals';
import { forgetLinks, mostLinks, pinnedIn, savedLinks, saveLink } from './saved-links.js';

class Kept implements Storage {
  readonly #values = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.#values.size;
  }
  clear = (): void => {
    this.#values.clear();
  };
  key = (index: number): string | null => [...this.#values.keys()][index] ?? null;
  getItem = (name: string): string | null => this.#values.get(name) ?? null;
  removeItem = (name: string): void => {
    this.#values.delete(name);
  };
  setItem = (name: string, value: string): void => {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.#values.set(name, value);
  };
}

const link = (address: string) => ({ title: address, address, at: '2026-12-01T00:00:00.000Z' });

test('links are kept with the newest first, each address once, and are forgotten', () => {
  const kept = new Kept();
  for (const address of ['/goals/A', '/goals/B', '/goals/A']) expect(saveLink(link(address), kept)).toBe(true);
  expect(savedLinks(kept).map(({ address }) => address)).toEqual(['/goals/A', '/goals/B']);
  forgetLinks('/goals/A', kept);
  expect(savedLinks(kept)).toEqual([link('/goals/B')]);
  forgetLinks(undefined, kept);
  expect(kept.length).toBe(0);
});

test('as many as there is room for are kept, and a storage that is full is told of', () => {
  const kept = new Kept();
  for (let index = 0; index <= mostLinks; index += 1) saveLink(link(`/goals/${index}`), kept);
  expect(savedLinks(kept)).toHaveLength(mostLinks);
  expect(savedLinks(kept)[0]?.address).toBe(`/goals/${mostLinks}`);
  kept.isFull = true;
  expect(saveLink(link('/'), kept)).toBe(false);
});

test('what somebody else wrote there is no link, and leads to no other site', () => {
  const kept = new Kept();
  kept.setItem('hub-links', '{');
  expect(savedLinks(kept)).toEqual([]);
  kept.setItem('hub-links', JSON.stringify([link('//evil.example'), link('javascript:alert(1)'), 7, link('/')]));
  expect(savedLinks(kept)).toEqual([link('/')]);
});

test('a link with a period or a publication is one that stays', () => {
  expect(pinnedIn('/goals/A?period=2026-10&publication=2026-10_2')).toEqual({
    period: '2026-10',
    publication: '2026-10_2',
  });
  expect(pinnedIn('/goals/A?area=MOUNTAIN')).toBeUndefined();
});
