import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { anonymous } from '../request/caller.js';
import { checkDocument, checkLines } from './check-document.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import { hubLimits, type DocumentLimits } from './limits.js';

const limits = hubLimits.document as DocumentLimits;

/** The limit that a document exceeds. */
function exceeded(text: string): string | undefined {
  try {
    checkDocument(parse(text), limits);
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error.kind;
    throw error;
  }
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

describe('a document', () => {
  test.each([
    ['nested deeply', `${'{ a '.repeat(21)}${'}'.repeat(21)}`, 'DEPTH'],
    ['of many selections', `{ ${times(51, (i) => `a${i} { ${times(40, (j) => `b${j}`)} }`)} }`, 'SELECTIONS'],
    ['of many aliases', `{ a { ${times(101, (i) => `x${i}: a`)} } }`, 'ALIASES'],
    ['of many directives', `{ a ${'@skip(if: false) '.repeat(51)} }`, 'DIRECTIVES'],
    ['of many root fields', `{ ${times(51, (i) => `a${i}`)} }`, 'ROOT_FIELDS'],
    ['that repeats fields', `{ a { ${'b '.repeat(150)} } }`, 'REPETITIONS'],
    [
      'whose fragments double',
      `{ ...F0 } ${times(30, (i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Q { a }`,
      'SELECTIONS',
    ],
  ])('%s is refused', (_, text, kind) => {
    expect(exceeded(text)).toBe(kind);
  });

  test('as tools send to learn the schema is not', () => {
    expect(
      exceeded(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })),
    ).toBeUndefined();
  });

  test('is refused without the limit being told', () => {
    const error = new LimitExceeded('DEPTH', 20, 21);
    expect(error.toJSON()).toEqual({
      message: 'The request exceeds a limit of the gateway: DEPTH.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'DEPTH' },
    });
  });

  test('of many definitions is refused, with how many there are', () => {
    const small = { ...limits, definitions: 2 };
    const check = (count: number) => () => {
      checkDocument(parse(times(count, (i) => `query Q${i} { a }`)), small);
    };
    expect(check(2)).not.toThrow();
    expect(check(3)).toThrow(expect.objectContaining({ kind: 'DEFINITIONS', limit: 2, found: 3 }));
  });

  test('may be as large as each limit says', () => {
    const check = (text: string, own: Partial<DocumentLimits>) => () => {
      checkDocument(parse(text), { ...limits, ...own });
    };
    const text = '{ x: a { b { c @skip(if: false) } } d }';
    const size = { depth: 3, selections: 4, aliases: 1, directives: 1, rootFields: 2 };
    expect(check(text, size)).not.toThrow();
    for (const [measure, value] of Object.entries(size)) {
      expect(check(text, { ...size, [measure]: value - 1 })).toThrow(
        expect.objectContaining({ limit: value - 1, found: value }),
      );
    }
    expect(check('{ a a a }', { repetitions: 3 })).not.toThrow();
    expect(check('{ a a a }', { repetitions: 0 })).toThrow(
      expect.objectContaining({ kind: 'REPETITIONS', limit: 0, found: undefined }),
    );
  });
});

test.each([
  ['\n', 2],
  ['\r', 2],
  ['\r\n', 2],
  ['\n\r', 3],
])('lines that end in %j are counted', (end, lines) => {
  const text = `{ a${end}}`;
  const check = (most: number) => () => {
    checkLines(text, { ...limits, lines: most });
  };
  expect(check(lines)).not.toThrow();
  expect(check(lines - 1)).toThrow(expect.objectContaining({ kind: 'LINES', limit: lines - 1 }));
  // The check starts at the beginning of the text each time.
  expect(check(lines - 1)).toThrow('LINES');
  expect(check(1000)).not.toThrow();
});

test('a caller that is known is told what it may, and what it used; others are of costs alone', () => {
  const known = { ...anonymous, app: 'reader' };
  const exceeding = new LimitExceeded('DEPTH', 20, 21);
  expect(exceeding.shownTo(known)).toEqual({
    message: 'The request exceeds a limit of the gateway: DEPTH may be 20, got 21.',
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'DEPTH', allowed: 20, used: 21 },
  });
  expect(new LimitExceeded('LINES', 20).shownTo(known)).toEqual({
    message: 'The request exceeds a limit of the gateway: LINES may be 20.',
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'LINES', allowed: 20 },
  });
  expect(exceeding.shownTo(anonymous)).toEqual({ message: exceeding.message, extensions: exceeding.extensions });
  expect(new LimitExceeded('COST', 500, 602).shownTo(anonymous)).toEqual({
    message: 'The request exceeds a limit of the gateway: COST may be 500, got 602.',
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'COST', allowed: 500, used: 602 },
  });
  const logged: unknown[] = [];
  exceeding.tell({ warn: (...what: unknown[]) => logged.push(what) } as never);
  expect(logged).toEqual([[{ kind: 'DEPTH', limit: 20, found: 21 }, 'a limit is exceeded']]);
});
