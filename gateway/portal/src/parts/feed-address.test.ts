import { expect, test } from '@jest/globals';
import { feedAddress } from './feed-address.js';

test('a feed is of what its page shows, in its language', () => {
  expect(feedAddress([], {}, 'vi')).toBe('/events.atom');
  expect(feedAddress(['publication', 'revision'], { goal: 'ADULTS_BASIC' }, 'en')).toBe(
    '/events.atom?kind=publication%2Crevision&goal=ADULTS_BASIC&lang=en',
  );
});
