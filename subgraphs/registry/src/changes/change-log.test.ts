import { describe, expect, test } from '@jest/globals';
import { atomFeed, type ChangeLogEntry, changeLogMarkdown } from '@hub/protocol';
import { buildSchema } from 'graphql';
import { changesOf } from '../check/api-changes.js';
import { entryChanges } from './change-log-book.js';

const former = buildSchema(
  'type Query { a: Int b(x: Int = 2): E gone_too: Int } enum E { ONE } input I { a: Int } union U = T type T { a: Int } directive @d(x: Int, y: Int) on FIELD interface N { a: Int } type S implements N { a: Int }',
);
const api = buildSchema(
  'type Query { a: Int @deprecated(reason: "Ask c.") b(x: Int = 1, y: Int): E c: New gone_too: Int! } enum E { ONE TWO } input I { a: Int b: Int! c: Int } union U = T | New type T { a: Int } type New { a: Int } directive @d(x: Int, z: Int!) on FIELD interface N { a: Int } type S { a: Int }',
);

test('each change is of its kind, and at its place', () => {
  const changes = changesOf(former, api).map(({ kind, rule, coordinate }) => `${kind} ${rule} ${coordinate}`);
  expect(changes.toSorted()).toEqual(
    [
      ...['BREAKING REQUIRED_INPUT_FIELD_ADDED I.b', 'BREAKING IMPLEMENTED_INTERFACE_REMOVED S'],
      ...['BREAKING REQUIRED_DIRECTIVE_ARG_ADDED @d', 'BREAKING DIRECTIVE_ARG_REMOVED @d'],
      ...['DANGEROUS ARG_DEFAULT_VALUE_CHANGE Query.b(x:)', 'DANGEROUS OPTIONAL_ARG_ADDED Query.b(y:)'],
      ...['DANGEROUS VALUE_ADDED_TO_ENUM E.TWO', 'DANGEROUS OPTIONAL_INPUT_FIELD_ADDED I.c'],
      ...['DANGEROUS TYPE_ADDED_TO_UNION U'],
      ...['SAFE TYPE_ADDED New', 'SAFE FIELD_ADDED Query.c', 'SAFE DEPRECATED Query.a'],
    ].toSorted(),
  );
  const back = changesOf(api, former).map(({ kind, rule, coordinate }) => `${kind} ${rule} ${coordinate}`);
  expect(back).toEqual(
    expect.arrayContaining([
      ...['BREAKING FIELD_REMOVED Query.c', 'BREAKING FIELD_CHANGED_KIND Query.gone_too', 'BREAKING TYPE_REMOVED New'],
      ...['BREAKING ARG_REMOVED Query.b(y:)', 'BREAKING TYPE_REMOVED_FROM_UNION U', 'BREAKING FIELD_REMOVED I.b'],
      ...['BREAKING VALUE_REMOVED_FROM_ENUM E.TWO', 'DANGEROUS IMPLEMENTED_INTERFACE_ADDED S'],
    ]),
  );
  expect(changesOf(api, api)).toEqual([]);
});

describe('a change log', () => {
  const entry: ChangeLogEntry = {
    ...{
      organisation: 'womens-union',
      version: 3,
      publishedAt: '2026-11-29T05:00:00.000Z',
      publishedBy: 'Lan <CI> & "co"',
    },
    override: 'agreed with *all*',
    changes: entryChanges(
      changesOf(buildSchema('type Query { a_b: Int c: Int }'), buildSchema('type Query { c: Int d: Int }')),
    ),
  };

  test('in Markdown has what breaks first, and nothing in it is markup', () => {
    expect(changeLogMarkdown([entry, { ...entry, version: 2, override: undefined, changes: [] }])).toBe(`# Changes

## womens-union, version 3 (2026-11-29)

Published though a check refused it: agreed with \\*all\\*

**Breaking**

- Query.a\\_b was removed.

**Safe**

- Query.d was added.

## womens-union, version 2 (2026-11-29)

Clients see no change.
`);
    expect(changeLogMarkdown([])).toContain('None yet.');
  });

  test('as a feed escapes whatever was written', () => {
    const feed = atomFeed({ title: 'Changes & more', url: 'https://hub.example/changes.atom?a=1&b=2' }, [
      { ...entry, override: 'a\u0000b\uFFFF\uD800 ]]> <b>' },
      { ...entry, version: 2, publishedAt: '2026-11-28T05:00:00.000Z' },
    ]);
    expect(feed).toContain('<title>Changes &amp; more</title>');
    expect(feed).toContain('<id>https://hub.example/changes.atom?a=1&amp;b=2</id>');
    expect(feed).toContain('<author><name>Lan &lt;CI&gt; &amp; &quot;co&quot;</name></author>');
    expect(feed).toContain('  <updated>2026-11-29T05:00:00.000Z</updated>');
    expect(feed).toContain('#womens-union-3</id>');
    expect(feed).toContain(
      'a\uFFFDb\uFFFD\uFFFD ]]&gt; &lt;b&gt;\nbreaking: Query.a_b was removed.\nsafe: Query.d was added.<',
    );
    expect(feed).not.toMatch(/&(?!amp;|lt;|gt;|quot;)|[\0\uFFFF]/);
    expect(atomFeed({ title: 'None', url: 'https://hub.example/' }, [])).toContain('</feed>\n');
  });
});
