import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

const supergraph = supergraphOf(
  'abcd',
  `
  type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D) {
    book: Book @join__field(graph: A) @join__field(graph: B) @join__field(graph: C)
    shelf: Shelf @join__field(graph: A) @join__field(graph: B)
    thing: Thing @join__field(graph: A) @join__field(graph: B)
    best: Book @join__field(graph: A) @join__field(graph: B, provides: "pages author { name }")
    start: Book @join__field(graph: D)
    computed: Computed @join__field(graph: A) @join__field(graph: B)
    loose: Loose @join__field(graph: A) @join__field(graph: B)
    plain: String @join__field(graph: A) @join__field(graph: B)
    onlyB: String @join__field(graph: B)
  }
  type Book @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id")
    @join__type(graph: D, key: "id") {
    id: ID!
    title: String @join__field(graph: A)
    pages: Int @join__field(graph: A) @join__field(graph: B, external: true) @join__field(graph: C)
    price: Int @join__field(graph: C)
    stock: Int @join__field(graph: D)
    weight: Int @join__field(graph: D)
    author: Author @join__field(graph: A) @join__field(graph: B) @join__field(graph: C)
  }
  type Author @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    name: String @join__field(graph: A) @join__field(graph: B, external: true)
    born: Int @join__field(graph: C)
  }
  type Shelf @join__type(graph: A) @join__type(graph: B) {
    first: Book @join__field(graph: A) @join__field(graph: B)
    last: Book @join__field(graph: A) @join__field(graph: B)
    width: Int @join__field(graph: B)
  }
  union Thing @join__type(graph: A) @join__type(graph: B)
    @join__unionMember(graph: A, member: "Book") @join__unionMember(graph: B, member: "Book")
    @join__unionMember(graph: A, member: "Author") @join__unionMember(graph: B, member: "Author") = Book | Author
  type Computed @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    base: Int @join__field(graph: A, external: true) @join__field(graph: B) @join__field(graph: C, external: true)
    sum: Int @join__field(graph: C, requires: "base")
  }
  type Loose @join__type(graph: A) @join__type(graph: B) {
    left: String @join__field(graph: A)
    far: Book @join__field(graph: A) @join__field(graph: B)
  }
  `,
);
const lines = (text: string) => planLines(supergraph, text);

describe('of the subgraphs that have a field is asked', () => {
  test('the one after which the fewest fetches are left', () => {
    expect(lines('{ book { title } }')).toEqual(['a: { book { title } }']);
    expect(lines('{ book { price } }')).toEqual(['c: { book { price } }']);
    expect(lines('{ book { pages price } }')).toEqual(['c: { book { pages price } }']);
    expect(lines('{ book { title pages author { name } } }')).toEqual(['a: { book { title pages author { name } } }']);
    expect(lines('{ book { price author { born } } }')).toEqual(['c: { book { price author { born } } }']);
  });

  test('the first of those that are as good', () => {
    expect(lines('{ book { id } }')).toEqual(['a: { book { id } }']);
    expect(lines('{ book { pages } }')).toEqual(['a: { book { pages } }']);
    expect(lines('{ book { stock } }')).toEqual([
      'a: { book { _key_id: id } }',
      'd after 0: ... on Book { stock } | Book(id: _key_id) at book.<Book>',
    ]);
    expect(lines('{ plain }')).toEqual(['a: { plain }']);
  });

  test('the one that is asked anyway', () => {
    expect(lines('{ plain onlyB }')).toEqual(['b: { onlyB plain }']);
    expect(lines('{ onlyB book { id } }')).toEqual(['b: { onlyB book { id } }']);
    expect(lines('{ onlyB book { pages } }')).toEqual([
      'b: { onlyB book { _key_id: id } }',
      'a after 0: ... on Book { pages } | Book(id: _key_id) at book.<Book>',
    ]);
    expect(lines('{ book { id stock } onlyB }')).toEqual([
      'b: { onlyB book { id } }',
      'd after 0: ... on Book { stock } | Book(id) at book.<Book>',
    ]);
  });

  test('the one that provides more', () => {
    expect(lines('{ best { pages } }')).toEqual(['a: { best { pages } }']);
    expect(lines('{ best { pages author { name } } onlyB }')).toEqual(['b: { onlyB best { pages author { name } } }']);
    expect(lines('{ onlyB best { pages price } }')).toEqual([
      'b: { onlyB best { pages _key_id: id } }',
      'c after 0: ... on Book { price } | Book(id: _key_id) at best.<Book>',
    ]);
    expect(lines('{ onlyB book { pages author { name } } }')).toEqual([
      'b: { onlyB }',
      'a: { book { pages author { name } } }',
    ]);
  });

  test('the one that has what another computes from', () => {
    expect(lines('{ computed { sum } }')).toEqual([
      'b: { computed { _need1_base: base _key_id: id } }',
      'c after 0: ... on Computed { sum } | Computed(id: _key_id base: _need1_base) at computed.<Computed>',
    ]);
  });

  test('the one that can go on at all', () => {
    expect(lines('{ loose { left } }')).toEqual(['a: { loose { left } }']);
    expect(lines('{ shelf { width } }')).toEqual(['b: { shelf { width } }']);
    expect(lines('{ shelf { first { title } last { title } } }')).toEqual([
      'a: { shelf { first { title } last { title } } }',
    ]);
  });

  test('the one that has most of what another lacks', () => {
    expect(lines('{ start { title pages price } }')).toEqual([
      'd: { start { _key_id: id } }',
      'a after 0: ... on Book { title pages } | Book(id: _key_id) at start.<Book>',
      'c after 0: ... on Book { price } | Book(id: _key_id) at start.<Book>',
    ]);
    expect(lines('{ start { price author { name } } }')).toEqual([
      'd: { start { _key_id: id } }',
      'c after 0: ... on Book { price author { _key_id: id } } | Book(id: _key_id) at start.<Book>',
      'a after 1: ... on Author { name } | Author(id: _key_id) at start.author.<Author>',
    ]);
    expect(lines('{ start { stock weight author { name born } } }')).toEqual([
      'd: { start { stock weight _key_id: id } }',
      'a after 0: ... on Book { author { name } } | Book(id: _key_id) at start.<Book>',
      'c after 0: ... on Book { author { born } } | Book(id: _key_id) at start.<Book>',
    ]);
  });

  test('the one that has it for the more of several types', () => {
    expect(lines('{ thing { ... on Book { title } ... on Author { born } } }')).toEqual([
      'a: { thing { __typename ... on Book { title } ... on Author { _key_id: id } } }',
      'c after 0: ... on Author { born } | Author(id: _key_id) at thing.<Author>',
    ]);
    expect(lines('{ thing { ... on Book { stock } ... on Author { name } } }')).toEqual([
      'a: { thing { __typename ... on Book { _key_id: id } ... on Author { name } } }',
      'd after 0: ... on Book { stock } | Book(id: _key_id) at thing.<Book>',
    ]);
    expect(lines('{ onlyB thing { __typename ... on Author { name } } }')).toEqual([
      'b: { onlyB thing { __typename ... on Author { _key_id: id } } }',
      'a after 0: ... on Author { name } | Author(id: _key_id) at thing.<Author>',
    ]);
  });
});
