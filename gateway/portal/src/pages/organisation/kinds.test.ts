import { expect, test } from '@jest/globals';
import { kindIn } from './kinds.js';

test.each([
  ['learning-groups', '', 'Tổ Bình dân học vụ số', 'Learning groups'],
  // What an organisation has of its own says its name in its description.
  ['reading-clubs', 'A club of readers in one commune (câu lạc bộ đọc sách).', 'Câu lạc bộ đọc sách', 'reading-clubs'],
  ['reading-clubs', 'A club of readers.', 'reading-clubs', 'reading-clubs'],
  ['constructor', '', 'constructor', 'constructor'],
])('%s is called in both languages', (kind, description, vi, en) => {
  expect([kindIn(kind, 'vi', description), kindIn(kind, 'en', description)]).toEqual([vi, en]);
});
