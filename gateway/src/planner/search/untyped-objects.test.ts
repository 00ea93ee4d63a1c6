import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('interfaces that a subgraph takes for objects', () => {
  const supergraph = supergraphOf(
    'abcd',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D) {
      media: Media @join__field(graph: B)
      list: [Media!] @join__field(graph: B)
      book: Book @join__field(graph: A)
      known: Media @join__field(graph: A)
      post: Post @join__field(graph: B)
      lone: Lone @join__field(graph: B)
    }
    interface Media @join__type(graph: A, key: "id") @join__type(graph: A, key: "code")
      @join__type(graph: B, key: "id", isInterfaceObject: true)
      @join__type(graph: C, key: "id", isInterfaceObject: true) {
      id: ID!
      code: String @join__field(graph: A)
      title: String @join__field(graph: A)
      rating: Int @join__field(graph: B)
      score(of: Int): Int @join__field(graph: B)
      stars: Int @join__field(graph: C)
      best: Media @join__field(graph: C)
    }
    type Book implements Media @join__implements(graph: A, interface: "Media")
      @join__type(graph: A, key: "id") @join__type(graph: A, key: "code") @join__type(graph: D, key: "id") {
      id: ID!
      code: String @join__field(graph: A)
      title: String @join__field(graph: A)
      pages: Int @join__field(graph: A)
      print: String @join__field(graph: D)
      rating: Int @join__field
      score(of: Int): Int @join__field
      stars: Int @join__field
      best: Media @join__field
    }
    type Film implements Media @join__implements(graph: A, interface: "Media")
      @join__type(graph: A, key: "id") @join__type(graph: A, key: "code") {
      id: ID!
      code: String
      title: String
      length: Int
      rating: Int @join__field
      score(of: Int): Int @join__field
      stars: Int @join__field
      best: Media @join__field
    }
    interface Post @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) {
      id: ID!
      text: String @join__field(graph: B)
    }
    type Note implements Post @join__implements(graph: A, interface: "Post") @join__type(graph: A, key: "id") {
      id: ID!
      text: String @join__field
    }
    type Draft implements Post @join__implements(graph: A, interface: "Post") @join__type(graph: A, key: "id")
      @inaccessible {
      id: ID!
      text: String @join__field
    }
    interface Lone @join__type(graph: A) @join__type(graph: B, isInterfaceObject: true) { name: String }
    type Single implements Lone @join__implements(graph: A, interface: "Lone") @join__type(graph: A) { name: String }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('say not of which types their objects are where nobody asks', () => {
    expect(lines('{ media { rating id } }')).toEqual(['b: { media { __typename rating id } }']);
    expect(lines('{ media { id ... on Media { rating } } }')).toEqual(['b: { media { __typename id rating } }']);
    expect(lines('{ media { stars rating } }')).toEqual([
      'b: { media { __typename rating _key_id: id } }',
      'c after 0: ... on Media { stars } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { title } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { title } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ list { best { stars } } }')).toEqual([
      'b: { list { __typename _key_id: id } }',
      'c after 0: ... on Media { best { __typename stars } } | Media(id: _key_id) at list.@.<Media>',
    ]);
  });

  test('have their types from another subgraph, with what objects of each have there', () => {
    expect(lines('{ media { __typename } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { rating ... on Book { pages } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename ... on Book { pages } } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ list { title ... on Book { pages } ... on Film { length } } }')).toEqual([
      'b: { list { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename title ... on Book { pages } ... on Film { length } } | Media(id: _key_id) at list.@.<Media>',
    ]);
    expect(lines('{ media { ... on Book { print rating } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { rating } | Book as Media(id: _key_id) at media.<Book>',
      'd after 1: ... on Book { print } | Book(id: _key_id) at media.<Book>',
    ]);
    expect(lines('{ media { ... on Book { my: rating } ... on Film { my: stars } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { my: rating } | Book as Media(id: _key_id) at media.<Book>',
      'c after 1: ... on Media { my: stars } | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { __typename ... @defer(label: "p") { title } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'a #p after 1: ... on Book { title } ... on Film { title } | Book(id: _key_id) Film(id: _key_id) at media.<Book|Film>',
    ]);
    expect(lines('query ($on: Boolean!) { media { ... on Book @include(if: $on) { pages } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: query($representations: [_Any!]!, $on: Boolean!) { _entities(representations: $representations) { ... on Media { __typename ... on Book { pages @include(if: $on) } } } } | Media(id: _key_id) at media.<Media>',
    ]);
  });

  test('are asked alike for what is wanted of all, and by their types for what is not', () => {
    expect(lines('{ media { ... on Book { rating } ... on Film { rating } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { rating ... on Book { score } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { score } | Book as Media(id: _key_id) at media.<Book>',
    ]);
    expect(lines('{ media { ... on Book { my: rating } ... on Film { my: score } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { my: rating } } _e1: _entities(representations: $representations1) { ... on Media { my: score } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { ... on Book { score(of: 1) } ... on Film { score(of: 2) } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { score(of: 1) } } _e1: _entities(representations: $representations1) { ... on Media { score(of: 2) } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { rating ... on Book { best { rating } } ... on Film { best { id } } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'c after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { best { __typename _key_id: id } } } _e1: _entities(representations: $representations1) { ... on Media { best { __typename id } } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
      'b after 2: ... on Media { rating } | Media(id: _key_id) at media.<Book>.best.<Media>',
    ]);
    expect(lines('{ list { __typename rating stars } }')).toEqual([
      'b: { list { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at list.@.<Media>',
      'c after 1: ... on Media { stars } | Book as Media(id: _key_id) Film as Media(id: _key_id) at list.@.<Book|Film>',
    ]);
    expect(lines('query ($x: Boolean!) { media { rating ... @include(if: $x) { __typename } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
  });

  test('have their types told, that hidden ones stay hidden', () => {
    expect(lines('{ post { text } }')).toEqual([
      'b: { post { __typename _key_id: id } }',
      'a after 0: ... on Post { __typename } | Post(id: _key_id) at post.<Post>',
      'b after 1: ... on Post { text } | Note as Post(id: _key_id) at post.<Note>',
    ]);
  });

  test('are asked of objects whose types are known', () => {
    expect(lines('{ book { rating print } }')).toEqual([
      'a: { book { _key_id: id } }',
      'b after 0: ... on Media { rating } | Book as Media(id: _key_id) at book.<Book>',
      'd after 0: ... on Book { print } | Book(id: _key_id) at book.<Book>',
    ]);
    expect(lines('{ known { rating } }')).toEqual([
      'a: { known { __typename _key_id: id } }',
      'b after 0: ... on Media { rating } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book|Film>',
    ]);
    expect(lines('{ known { title ... on Book { stars } } }')).toEqual([
      'a: { known { __typename title ... on Book { _key_id: id } } }',
      'c after 0: ... on Media { stars } | Book as Media(id: _key_id) at known.<Book>',
    ]);
    expect(lines('{ known { code best { rating ... on Film { length } } } }')).toEqual([
      'a: { known { __typename code _key_id: id } }',
      'c after 0: ... on Media { best { __typename _key_id: id } } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book|Film>',
      'a after 1: ... on Media { __typename ... on Film { length } } | Media(id: _key_id) at known.<Book>.best.<Media> and known.<Film>.best.<Media>',
      'b after 2: ... on Media { rating } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book>.best.<Book|Film> and known.<Film>.best.<Book|Film>',
    ]);
  });

  test('have no plan where nobody can be asked of which types they are', () => {
    expect(lines('{ lone { name } }')).toEqual(['b: { lone { __typename name } }']);
    expect(() => lines('{ lone { __typename name } }')).toThrow('No way was found to Query.lone.');
  });
});
