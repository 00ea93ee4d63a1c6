import { formatReport, maxSchemaBytes } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { agreement, changed, check, former, usage } from '../../../../test/support/checked-graph.js';
import type { SchemaUsage } from './usage.js';

test('an unchanged schema passes, and nothing is found', async () => {
  expect(await check(former)).toEqual({
    organisation: 'womens-union',
    verdict: 'PASSED',
    findings: [],
    notLookedAt: [],
  });
});

describe('a schema that cannot be read', () => {
  test.each([
    [
      'no GraphQL',
      changed('members: Int', 'members Int'),
      'SCHEMA_UNREADABLE',
      'Syntax Error: Expected ":", found Name "Int".',
      8,
    ],
    ['an operation', `${former}{ groups { code } }`, 'SCHEMA_UNREADABLE', 'expected definitions of types alone', 19],
    ['no text', '', 'SCHEMA_UNREADABLE', 'Syntax Error: Unexpected <EOF>.', 1],
    [
      'nested without end',
      `type Query { a: ${'['.repeat(60_000)}Int`,
      'SCHEMA_TOO_LARGE',
      'nest at most 50 deep',
      undefined,
    ],
    ['of too many types', 'scalar A\n'.repeat(5001), 'SCHEMA_TOO_LARGE', 'at most 5000 types', undefined],
    [
      'of 20 MB',
      ' '.repeat(20_000_000),
      'SCHEMA_TOO_LARGE',
      `at most ${maxSchemaBytes} bytes, got 20000000`,
      undefined,
    ],
  ])('%s is refused with where', async (_what, candidate, code, message, line) => {
    const { verdict, findings } = await check(candidate);
    expect(verdict).toBe('REFUSED');
    expect(findings).toEqual([expect.objectContaining({ code, message: expect.stringContaining(message) })]);
    expect(findings[0]?.line).toBe(line);
  });
});

describe('a schema that makes no graph', () => {
  test('is refused with both sides, and where', async () => {
    const { findings } = await check(
      `${former}"A team." type Team @key(fields: "code") { "Its code." code: ID! "Its size." size: String }`,
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        ...{ code: 'COMPOSITION_ERROR', severity: 'ERROR', rule: 'FIELD_TYPE_MISMATCH', line: 19 },
        organisations: ['youth-union', 'womens-union'],
      }),
    );
  });

  test('is refused with the organisation alone where the fault is its own', async () => {
    const { findings } = await check(changed('kind: Kind', 'kind: Sort'));
    expect(findings[0]).toMatchObject({ code: 'COMPOSITION_ERROR', organisations: ['womens-union'], line: 10 });
  });
});

describe('changes of what clients see', () => {
  test('a removed field names whoever uses it, and nobody else', async () => {
    const report = await check(changed('members: Int', 'people: Int'));
    expect(report.verdict).toBe('REFUSED');
    const [breaking, safe] = report.findings;
    expect(breaking).toEqual({
      ...{ code: 'BREAKING_CHANGE', severity: 'ERROR', rule: 'FIELD_REMOVED', coordinate: 'Group.members' },
      ...{ message: 'Group.members was removed.', organisations: ['womens-union'] },
      users: [
        { kind: 'DOCUMENT', name: 'reader Groups' },
        { kind: 'OPERATION', name: 'app reader', detail: '21 of late; Groups, More; last at 2026-11-29' },
        { kind: 'AGREEMENT', name: 'womens-union WU-1', detail: 'shares Group.members, Group' },
      ],
    });
    expect(safe).toMatchObject({
      code: 'SAFE_CHANGE',
      severity: 'NOTICE',
      rule: 'FIELD_ADDED',
      coordinate: 'Group.people',
    });
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'AGREEMENT_BROKEN',
        coordinate: 'Group.members',
        organisations: ['womens-union'],
      }),
    );
    const text = formatReport(report);
    expect(text).toContain('womens-union: refused, 2 errors, 1 notice.');
    expect(text).toContain('used by the registered document reader Groups\n');
  });

  test('a field in which movement gives shares, or a type that it combines, breaks its agreements', async () => {
    const names = { figuresIn: ['Group.members'], combinedIn: ['Kind', 'Group.members'] };
    const own = { organisation: 'movement', agreements: [], purposes: [], communeLevel: [], ...names };
    const report = await check(changed('members: Int', 'people: Int'), { usage: { ...usage, agreements: [own] } });
    const broken = report.findings.filter(({ code }) => code === 'AGREEMENT_BROKEN');
    expect(broken.map(({ users }) => users?.[0]?.detail)).toEqual([
      'figuresIn Group.members',
      'combinedIn Group.members',
    ]);
  });

  test.each<[string, string, string, object]>([
    [
      'a required argument',
      'first: Int)',
      'first: Int "Where." place: ID!)',
      { rule: 'REQUIRED_ARG_ADDED', coordinate: 'Query.groups(place:)' },
    ],
    ['a removed argument', '("How many." first: Int)', '', { rule: 'ARG_REMOVED', coordinate: 'Query.groups(first:)' }],
    ['a value of an enum', '"Two."\n  TWO', '', { rule: 'VALUE_REMOVED_FROM_ENUM', coordinate: 'Kind.TWO' }],
    [
      'a type of a field',
      'members: Int',
      'members: Float',
      { rule: 'FIELD_CHANGED_KIND', coordinate: 'Group.members' },
    ],
  ])('%s breaks, at its place', async (_what, from, to, finding) => {
    expect((await check(changed(from, to))).findings).toContainEqual(
      expect.objectContaining({ code: 'BREAKING_CHANGE', ...finding }),
    );
  });

  test('a required argument concerns all who ask for the field; a removed one those who give it', async () => {
    const usersOf = async (candidate: string) =>
      (await check(candidate)).findings[0]?.users?.filter(({ kind }) => kind !== 'AGREEMENT').map(({ name }) => name);
    expect(await usersOf(changed('first: Int)', 'first: Int "Where." place: ID!)'))).toEqual([
      ...['reader Groups', 'groups', 'app reader', 'anonymous'],
    ]);
    // The log does not name the caller that set the argument.
    expect(await usersOf(changed('("How many." first: Int)', ''))).toEqual(['groups', 'app reader', 'anonymous']);
  });

  test('what may change the meaning of an operation warns, and passes', async () => {
    const { verdict, findings } = await check(changed('"Two."', '"Three."\n  THREE\n  "Two."'));
    expect(verdict).toBe('PASSED');
    expect(findings).toMatchObject([
      { code: 'DANGEROUS_CHANGE', severity: 'WARNING', rule: 'VALUE_ADDED_TO_ENUM', coordinate: 'Kind.THREE' },
    ]);
  });

  test('a document that breaks by what breaks no field alone is named', async () => {
    const text = '{ all { ... on Team { n: size } ... on Group { n: members } } }';
    const documents = [{ kind: 'DOCUMENT' as const, name: 'reader All', text }, ...usage.documents];
    const { verdict, findings } = await check(changed('members: Int', 'members: Int!'), {
      usage: { ...usage, documents },
    });
    expect(verdict).toBe('REFUSED');
    expect(findings).toEqual([
      expect.objectContaining({ code: 'DOCUMENT_BROKEN', users: [{ kind: 'DOCUMENT', name: 'reader All' }] }),
    ]);
  });

  test('a new field that no agreement shares is told; so is a new organisation’s', async () => {
    const candidate = changed('"Its kind."', '"Its head."\n  head: String\n  "Its kind."');
    const [own] = usage.agreements;
    const agreements = own ? [{ ...own, agreements: [{ ...agreement, shares: ['Group.members'] }] }] : [];
    const { findings } = await check(candidate, { usage: { ...usage, agreements } });
    expect(findings.map(({ code, coordinate }) => [code, coordinate])).toEqual([
      ['SAFE_CHANGE', 'Group.head'],
      ['FIELD_NOT_SHARED', 'Group.head'],
    ]);
    const first = await check(former, { former: undefined, others: [], usage: { ...usage, agreements: [] } });
    expect(first.verdict).toBe('PASSED');
    expect(first.findings).toContainEqual(
      expect.objectContaining({ code: 'FIELD_NOT_SHARED', coordinate: 'Group.kind' }),
    );
  });
});

describe('what is deprecated', () => {
  const promise = (until: string, since = '2026-01-01') =>
    `Use Group.people. Deprecated since ${since}, removed after ${until}.`;
  const deprecated = (reason: string) => changed('members: Int', `members: Int @deprecated(reason: "${reason}")`);
  const removed = changed('members: Int', 'people: Int');
  // The recent clients got the deprecation with each answer; registered documents and agreements no longer use the
  // field.
  const late = {
    ...usage,
    documents: [],
    agreements: usage.agreements.map((one) => ({ ...one, agreements: [{ ...agreement, shares: ['Group.people'] }] })),
  };
  const ofRemoval = async (reason: string, today: string, asked: SchemaUsage = late) => {
    const { verdict, findings } = await check(removed, { former: deprecated(reason), usage: asked, today });
    return [verdict, findings.find(({ coordinate, rule }) => coordinate === 'Group.members' && rule)?.code];
  };

  test.each([
    ['old', 'expected "Use REPLACEMENT.'],
    [promise('2026-12-32'), 'expected "Use REPLACEMENT.'],
    [promise('2026-03-01'), 'expected 180 days of notice at least, got 59'],
  ])('by %s is refused', async (reason, message) => {
    const { verdict, findings } = await check(deprecated(reason));
    const fault = findings.find(({ code }) => code === 'DEPRECATION_UNCLEAR');
    expect([verdict, fault?.coordinate, fault?.message]).toEqual([
      ...['REFUSED', 'Group.members', expect.stringContaining(message)],
    ]);
  });

  test('with what replaces it and until when passes', async () => {
    const { verdict, findings } = await check(deprecated(promise('2026-12-31')));
    expect(verdict).toBe('PASSED');
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'DEPRECATED', coordinate: 'Group.members' }));
  });

  test('is removed after its last day, unless a document or an agreement has it still', async () => {
    const reason = promise('2026-12-31');
    expect(await ofRemoval(reason, '2027-01-01')).toEqual(['PASSED', 'REMOVED_AFTER_NOTICE']);
    expect(await ofRemoval(reason, '2026-12-31')).toEqual(['REFUSED', 'BREAKING_CHANGE']);
    expect(await ofRemoval(reason, '2027-01-01', usage)).toEqual(['REFUSED', 'BREAKING_CHANGE']);
  });
});

test('what says nothing of itself is named, with its line; what another describes is not', async () => {
  const candidate = `${changed('"Its members."', '').replace('"How many." ', '').replace('"Two."\n', '')}
type Team @key(fields: "code") { code: ID! "Its kind." kind: Kind }
input Unsaid { a: Int }`;
  const { verdict, findings } = await check(candidate);
  expect(verdict).toBe('PASSED');
  expect(
    findings.filter(({ code }) => code === 'NO_DESCRIPTION').map(({ coordinate, line }) => [coordinate, line]),
  ).toEqual([
    ['Query.groups(first:)', 2],
    ['Group.members', 8],
    ['Kind.TWO', 16],
    ['Unsaid', 20],
    ['Unsaid.a', 20],
  ]);
});

describe('a field that is called as what says who somebody is', () => {
  const candidate = (field: string) => changed('"Its kind."\n', `"More." ${field}: String\n  "Its kind."\n`);

  test.each([
    ...['soCccd', 'so_cccd', 'SoCCCD', 'soCmnd', 'CMT', 'canCuocCongDan', 'soDinhDanh', 'ma_dinh_danh', 'hoChieu'],
    ...['citizenNumber', 'citizen_id', 'nationalId', 'idNumber', 'id_card', 'passportNo', 'personalCode'],
    ...['hoVaTen', 'hoten', 'ho_dem', 'tenHocVien', 'tenHoiVien', 'nguoiPhuTrach', 'fullName', 'leaderName', 'surname'],
    ...['ngaySinh', 'namSinh', 'ngay_thang_nam_sinh', 'dateOfBirth', 'DOB', 'birthYear'],
  ])('%s is refused, whoever wrote the schema', async (field) => {
    const { verdict, findings } = await check(candidate(field));
    expect([verdict, findings.find(({ code }) => code === 'PERSONAL_FIELD')?.coordinate]).toEqual([
      ...['REFUSED', `Group.${field}`],
    ]);
  });

  test('passes where an agreement names it, on its legal basis', async () => {
    const agreements = [
      {
        ...{ organisation: 'womens-union', purposes: [], communeLevel: [] },
        agreements: [{ ...agreement, shares: ['*'], persons: ['Group.leaderName'] }],
      },
    ];
    expect(await check(candidate('leaderName'), { usage: { ...usage, agreements } })).toMatchObject({
      verdict: 'PASSED',
    });
  });
});
