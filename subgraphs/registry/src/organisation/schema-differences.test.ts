import { expect, test } from '@jest/globals';
import { differences } from './schema-differences.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires"])';
const published = `${link}
type Query { clubs(first: Int = 5): [Club!] }
"A club."
type Club implements Named @key(fields: "code") { code: ID! name: String! kind: Kind }
interface Named { name: String! }
union Any = Club
enum Kind { OPEN }
input Filter { name: String }`;

test('what is served may be written otherwise, and be more', () => {
  const served = `${link}
    scalar _Any
    union _Entity = Club
    enum Kind { CLOSED OPEN }
    union Any = Club | Team
    type Team { code: ID! }
    input Filter { name: String, other: Int }
    interface Named { name: String! }
    type Club @key(fields: " code ") { code: ID! kind: Kind more: Int }
    extend type Club implements Named { name: String! }
    type Query { clubs(first: Int, after: String): [Club!] _service: _Service! }
    type _Service { sdl: String }`;
  expect(differences(published, served)).toEqual([]);
});

test.each([
  ['kind: Kind', 'kind: String', 'Club.kind: Kind'],
  ['clubs(first: Int = 5)', 'clubs', 'Query.clubs(first: Int)'],
  ['@key(fields: "code")', '@key(fields: "name")', 'Club @key(code)'],
  ['implements Named ', '', 'Club implements Named'],
  ['OPEN', 'CLOSED', 'Kind.OPEN'],
  ['union Any = Club', 'union Any = Query', 'Any = Club'],
  ['input Filter { name: String }', '', 'Filter'],
])('names what is not: %s', (part, other, missing) => {
  expect(differences(published, published.replace(part, other))).toContain(missing);
});
