import { expect, test } from '@jest/globals';
import { titleOfKind, titlesOfKinds } from './kind-title.js';

const clubs = { kind: 'reading-clubs', description: 'A club of readers in one commune (câu lạc bộ đọc sách)' };

test.each([
  [{ ...clubs, title: { vi: 'Câu lạc bộ', en: 'Clubs' } }, 'Câu lạc bộ', 'Clubs'],
  // A kind without a title gets the term at the end of its description.
  [clubs, 'Câu lạc bộ đọc sách', 'reading-clubs'],
  [{ ...clubs, description: 'A club of readers' }, 'reading-clubs', 'reading-clubs'],
])('a kind is called in both languages: %j', (kind, vi, en) => {
  expect(titleOfKind(kind)).toEqual({ vi, en });
});

test('a kind that is not there any more is called by its code', () => {
  expect(titlesOfKinds([])('constructor')).toEqual({ vi: 'constructor', en: 'constructor' });
});
