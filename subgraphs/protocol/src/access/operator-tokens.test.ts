import { expect, test } from '@jest/globals';
import { operatorTokenFor, readOperatorTokens } from './operator-tokens.js';

const one = 'a'.repeat(32);
const other = 'b'.repeat(32);

test('each token opens what stands before it', () => {
  const text = `# who reads metrics\nmetrics ${one}\n\n  import,people   ${other}  \r\n`;
  expect(readOperatorTokens(text)).toEqual([
    { scopes: new Set(['metrics']), token: one },
    { scopes: new Set(['import', 'people']), token: other },
  ]);
  expect(operatorTokenFor(text, 'people')).toBe(other);
  expect(operatorTokenFor(text, 'audit')).toBeUndefined();
});

test.each([
  [one, 'line 1: expected scopes (metrics, import, release, people, audit, restore, keys, follow) and a token'],
  [`metrics ${one}\nerase ${other}`, 'line 2: expected scopes'],
  [`metrics,all ${one}`, 'line 1: expected scopes'],
  [`metrics ${one} more`, 'line 1: expected scopes'],
  ['metrics short', 'line 1: expected a token of at least 32 bytes'],
  ['# none\n', 'expected a token at least'],
])('%j is refused', (text, message) => {
  expect(() => readOperatorTokens(text)).toThrow(message);
  expect(() => readOperatorTokens(text)).not.toThrow(one);
});
