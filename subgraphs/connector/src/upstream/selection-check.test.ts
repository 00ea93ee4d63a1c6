import { describe, expect, test } from '@jest/globals';
import { judgeAnswer } from './judged-answer.js';
import { type Prepared, prepare } from './prepared.js';
import { readUpstreamSchema } from './upstream-schema.js';
import type { UpstreamFault } from './upstream-fault.js';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
type Query { clubs: [Club!] first: Club! thing: Thing things: [Thing!]! long: Long }
interface Thing { name: String! }
scalar Long
enum Kind { OPEN CLOSED }
type Club implements Thing @key(fields: "code") @key(fields: "place { code } number") {
  code: ID! name: String! kind: Kind members: Int visits: Int horses: Int exact: Int! share: Float
  reached: PeopleCount place: Place number: Int sizes: [Int!]
}
type Place { code: ID! }
type Machine implements Thing @key(fields: "code", resolvable: false) { code: ID! name: String! }
type PeopleCount @shareable { people: Int atMost: Int }`;
const numbers = {
  people: ['Club.members', 'Club.exact', 'Club.sizes', 'Query.long'],
  other: ['Club.visits', 'Club.number'],
};
const read = readUpstreamSchema(sdl, numbers);

function prepared(query: string): Prepared {
  if (!read.served) throw new Error(read.remarks.map(({ message }) => message).join('\n'));
  const found = prepare(read.served, query, undefined);
  if (!('check' in found)) throw found[0] as Error;
  return found;
}

/** The part that leaves of an answer with this data. */
function judge(
  query: string,
  answer: object | string,
  variables: Record<string, unknown> = {},
  messagesOf: string[] = [],
) {
  const bytes = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
  const judged = judgeAnswer(bytes, { prepared: prepared(query), variables, requestId: 'r-1', messagesOf });
  const { data, errors = [] } = JSON.parse(judged.body.toString());
  const told = errors.map((error: any) => [error.extensions.code, error.path?.join('.') ?? '']);
  return { data, told, isAsItCame: judged.body === bytes, text: judged.body.toString(), details: judged.details };
}

describe('an answer of a system that is not ours', () => {
  test('leaves byte by byte as it came where nothing is wrong', () => {
    const data = { clubs: [{ code: 'A', it: 'OPEN', members: 30, visits: 7, sizes: [10, 0] }] };
    const query = '{ clubs { code it: kind members visits sizes } }';
    expect(judge(query, { data })).toMatchObject({ data, told: [], isAsItCame: true });
  });

  test.each([
    ['kind', 'OTHER', null],
    ['kind', 3, null],
    ['visits', '7', null],
    ['visits', 1.5, null],
    ['visits', 2 ** 31, null],
    ['sizes', 10, null],
    ['sizes', [10, null], null],
    ['place', 'x', null],
  ])('has null in place of %s where that is %j', (field, value, expected) => {
    const query = `{ clubs { ${field}${field === 'place' ? ' { code }' : ''} } }`;
    const { data, told } = judge(query, { data: { clubs: [{ [field]: value }] } });
    expect(data).toEqual({ clubs: [{ [field]: expected }] });
    expect(told).toEqual([['UPSTREAM_INVALID', expect.stringContaining(`clubs.0.${field}`)]]);
  });

  test('is null from the nearest place that may be, where what must be there is not', () => {
    expect(judge('{ clubs { name } }', { data: { clubs: [{ name: 'a' }, { name: null }] } })).toMatchObject({
      data: { clubs: null },
      told: [['UPSTREAM_INVALID', 'clubs.1.name']],
    });
    expect(judge('{ first { name } }', { data: { first: null } })).toMatchObject({
      data: null,
      told: [['UPSTREAM_INVALID', 'first']],
    });
    expect(judge('{ clubs { code kind } }', { data: { clubs: [{ code: 'A' }] } })).toMatchObject({
      data: { clubs: null },
      told: [['UPSTREAM_INVALID', 'clubs.0.kind']],
    });
  });

  test('has nothing that was not asked for', () => {
    const { data, told, text } = judge('{ clubs { code } }', { data: { clubs: [{ code: 'A', secret: 'x17' }] } });
    expect([data, told]).toEqual([{ clubs: null }, [['UPSTREAM_INVALID', 'clubs.0']]]);
    expect(text).not.toContain('x17');
    expect(judge('{ clubs { code } }', { data: { clubs: [] }, extensions: { trace: 'x17' } }).text).not.toContain(
      'x17',
    );
  });

  test('has no count of people that is not rounded, and says nowhere which it was', () => {
    const { data, told, text } = judge('{ clubs { members exactly: members } }', {
      data: { clubs: [{ members: 37, exactly: 30 }] },
    });
    expect(data).toEqual({ clubs: [{ members: null, exactly: 30 }] });
    expect(told).toEqual([['COUNT_WITHHELD', 'clubs.0.members']]);
    expect(text).not.toContain('37');
    expect(judge('{ clubs { exact } }', { data: { clubs: [{ exact: 9 }] } }).data).toEqual({ clubs: null });
    expect(judge('{ clubs { members } }', { data: { clubs: [{ members: -10 }] } }).data).toEqual({
      clubs: [{ members: null }],
    });
  });

  test('has no number of which nothing is said', () => {
    expect(judge('{ clubs { horses share } }', { data: { clubs: [{ horses: 20, share: 0.5 }] } })).toMatchObject({
      data: { clubs: [{ horses: null, share: null }] },
      told: [
        ['COUNT_WITHHELD', 'clubs.0.horses'],
        ['COUNT_WITHHELD', 'clubs.0.share'],
      ],
    });
    expect(read.remarks.map(({ message }) => message.split(' ')[0])).toEqual(['Club.horses', 'Club.share']);
  });

  test('has no count of people in a scalar of its own', () => {
    expect(judge('{ long }', { data: { long: '1234' } }).told).toEqual([['COUNT_WITHHELD', 'long']]);
    expect(judge('{ long }', { data: { long: 1230 } })).toMatchObject({ told: [], isAsItCame: true });
  });

  test.each([
    ['people atMost', { people: 30, atMost: 39 }, true],
    ['people atMost', { people: 30, atMost: 57 }, true],
    ['people atMost', { people: null, atMost: null }, true],
    ['people atMost', { people: 30, atMost: 38 }, false],
    ['people atMost', { people: 30, atMost: 30 }, false],
    ['people atMost', { people: 31, atMost: 40 }, false],
    ['people atMost', { people: null, atMost: 39 }, false],
    ['people', { people: 30 }, true],
    ['people', { people: 31 }, false],
    ['p: people m: atMost', { p: 30, m: 31 }, false],
  ])('with { %s } of %j may leave: %s', (asked, reached, may) => {
    const { data, told } = judge(`{ clubs { reached { ${asked} } } }`, { data: { clubs: [{ reached }] } });
    const nulls = Object.fromEntries(Object.keys(reached).map((key) => [key, null]));
    expect(data.clubs[0].reached).toEqual(may ? reached : nulls);
    expect(told.length > 0).toBe(!may);
  });

  test('is asked for the lower number of a count, too, which does not leave', () => {
    const query = '{ clubs { reached { atMost } } }';
    expect(prepared(query).text).toContain('people');
    const answer = (people: number) => ({ data: { clubs: [{ reached: { atMost: 39, _hub_people: people } }] } });
    expect(judge(query, answer(30))).toMatchObject({ data: { clubs: [{ reached: { atMost: 39 } }] }, told: [] });
    expect(judge(query, answer(39))).toMatchObject({ data: { clubs: [{ reached: { atMost: null } }] } });
  });

  test('says what type each object is that may be of several', () => {
    const query = '{ thing { name ... on Club { kind } } }';
    const club = { name: 'a', kind: 'OPEN', _hub_type: 'Club' };
    expect(judge(query, { data: { thing: club } })).toMatchObject({
      data: { thing: { name: 'a', kind: 'OPEN' } },
      told: [],
    });
    expect(judge(query, { data: { thing: { ...club, _hub_type: 'Machine' } } }).told).toEqual([
      ['UPSTREAM_INVALID', 'thing'],
    ]);
    expect(judge(query, { data: { thing: { ...club, _hub_type: 'Other' } } }).told).toEqual([
      ['UPSTREAM_INVALID', 'thing'],
    ]);
  });

  test('has what a condition leaves out nowhere else', () => {
    const query = 'query ($x: Boolean! = true) { clubs { code @skip(if: $x) kind @include(if: $x) } }';
    const [kind, code] = [{ data: { clubs: [{ kind: 'OPEN' }] } }, { data: { clubs: [{ code: 'A' }] } }];
    expect(judge(query, kind).told).toEqual([]);
    expect(judge(query, code, { x: false }).told).toEqual([]);
    expect(judge(query, code, { x: true }).told).toEqual([['UPSTREAM_INVALID', 'clubs.0.kind']]);
  });

  test('passes on where its errors are, and their words where these may be read', () => {
    const errors = [
      { message: 'at /srv/app.py line 7', path: ['clubs', 0, '_hub_type'], extensions: { code: 'BOOM', stack: 'x17' } },
    ];
    const { told, text } = judge('{ clubs { code } }', { data: { clubs: null }, errors });
    expect([told, text]).toEqual([[['UPSTREAM_ERROR', 'clubs.0']], expect.not.stringMatching(/app\.py|x17|BOOM/)]);
    const readable = judge('{ clubs { code } }', { data: { clubs: null }, errors }, {}, ['BOOM']);
    expect(readable.told).toEqual([['BOOM', 'clubs.0']]);
    expect(readable.text).toContain('line 7');
  });

  test.each([['<html>'], ['[]'], ['{}'], ['{"data":null}'], ['{"errors":{}}'], ['3']])(
    'is none where it is %s',
    (text) => {
      expect(() => judge('{ clubs { code } }', text)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^UPSTREAM_/) }),
      );
    },
  );
});

describe('entities of a system that is not ours', () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Club { kind } } }';
  const club = (code: string) => ({
    __typename: 'Club',
    kind: 'OPEN',
    _hub_type: 'Club',
    _hub_key_Club_code: code,
    _hub_key_Club_place: null,
    _hub_key_Club_number: null,
  });
  const asked = (...codes: string[]) => ({ r: codes.map((code) => ({ __typename: 'Club', code })) });
  const kindOf = { __typename: 'Club', kind: 'OPEN' };

  test('come in their places, and nothing that was asked for beside stays', () => {
    const answer = { data: { _entities: [club('A'), null, club('B')] } };
    expect(judge(query, answer, asked('A', 'X', 'B'))).toMatchObject({
      data: { _entities: [kindOf, null, kindOf] },
      told: [],
    });
    expect(judge(query, answer, asked('A', 'X', 'B')).text).not.toContain('_hub_');
  });

  test.each([
    ['one is missing', [club('A')]],
    ['there is one too many', [club('A'), club('B'), club('C')]],
    ['they are in another order', [club('B'), club('A')]],
    ['one is of another type', [club('A'), { ...club('B'), _hub_type: 'Machine' }]],
    ['they are no list', { A: club('A') }],
  ])('are refused where %s', (_what, entities) => {
    const { data, told } = judge(query, { data: { _entities: entities } }, asked('A', 'B'));
    expect([data, told]).toEqual([null, [['UPSTREAM_INVALID', '_entities']]]);
  });

  test('are held against keys of several fields', () => {
    const representation = { __typename: 'Club', place: { code: '10001' }, number: 3 };
    const one = { ...club('A'), _hub_key_Club_place: { code: '10001' }, _hub_key_Club_number: 3 };
    expect(judge(query, { data: { _entities: [one] } }, { r: [representation] }).told).toEqual([]);
    const other = { ...one, _hub_key_Club_place: { code: '10002' } };
    expect(judge(query, { data: { _entities: [other] } }, { r: [representation] }).told).toHaveLength(1);
  });
});

describe('a schema of a system that is not ours', () => {
  const link = (imports: string) =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
  const errorsOf = (text: string) =>
    readUpstreamSchema(text, { people: [], other: [] }).remarks.filter(({ severity }) => severity === 'ERROR');

  test.each([
    ['no GraphQL', 'type Query {'],
    ['no link to Federation 2', 'type Query { a: String }'],
    ['a type that is not there', `${link('"@key"')} type Query { a: Nothing }`],
    ['subscriptions', `${link('"@key"')} type Query { a: String } type Subscription { a: String }`],
  ])('is not served with %s', (_what, text) => {
    expect(errorsOf(text)).not.toEqual([]);
  });

  test('demands what it demands under whatever name', () => {
    for (const [imports, directive] of [
      ['"@requiresScopes"', '@requiresScopes'],
      ['{ name: "@requiresScopes", as: "@needs" }', '@needs'],
      ['"@key"', '@federation__requiresScopes'],
    ]) {
      const text = `${link(imports as string)} type Query { a: String ${directive}(scopes: [["s"]]) b: String }`;
      const { served, remarks } = readUpstreamSchema(text, { people: [], other: [] });
      expect(remarks).toEqual([]);
      const found = prepare(served as NonNullable<typeof served>, '{ a }', undefined) as Prepared;
      expect(served?.rights.areMet(found.document, { roles: [], scopes: [] })).toBe(false);
      expect(served?.rights.areMet(found.document, { roles: [], scopes: ['s'] })).toBe(true);
    }
  });

  test('may be printed with what every subgraph adds', () => {
    const text = `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) { query: Query }
      directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
      directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
      scalar federation__FieldSet scalar link__Import enum link__Purpose { SECURITY EXECUTION }
      scalar _Any union _Entity = A type _Service { sdl: String! }
      type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! } type A @key(fields:"id") { id: ID! }`;
    expect(errorsOf(text)).toEqual([]);
  });
});

test('a fault says nothing of the system to callers', () => {
  const fault = (() => {
    try {
      judge('{ clubs { code } }', 'Traceback: /srv/app.py');
    } catch (error) {
      return error as UpstreamFault;
    }
    return undefined;
  })();
  expect(fault).toMatchObject({ code: 'UPSTREAM_NOT_JSON' });
  expect(fault?.detail).not.toContain('app.py');
});
