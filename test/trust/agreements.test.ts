import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { freePort } from '../support/free-port.js';
import { endingOn } from '../support/ending-agreements.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { type Subscribed, subscribe } from '../support/subscribe.js';
import { type Answer, operatorTokens } from '../support/subgraph.js';
import { createDatabase } from '../support/database.js';

/** The operations of the tests, each under its own response key; the two levels of records in separate operations. */
const operations = [
  '{ goals { code } record: learningGroups { totalCount } tasks { totalCount } }',
  '{ communes(first: 2) { nodes { name goalProgress { target } } } }',
  '{ communeRecord: communes(first: 2) { nodes { learningGroups { totalCount } } } }',
];
const purposes = [undefined, 'steering', 'statistics', 'coordination', 'research', 'audit'];

/** Where a field is denied, by its place in the answer. */
const places = {
  record: 'record',
  tasks: 'tasks',
  communes: 'communes.nodes.goalProgress',
  communeRecord: 'communeRecord.nodes.learningGroups',
};
type Place = keyof typeof places;

/** The purposes for which a place is shown; or that it never is, whatever the purpose, for want of a scope. */
type Expected = Readonly<Record<Place, readonly string[] | 'no scope'>>;

const noScope: Expected = {
  record: 'no scope',
  tasks: 'no scope',
  communes: 'no scope',
  communeRecord: 'no scope',
};
const own = ['steering', 'statistics', 'audit'];
const steering = ['steering', 'coordination', 'audit'];
const any = ['steering', 'statistics', 'coordination', 'research', 'audit'];
const ofPartner: Expected = { record: own, tasks: steering, communes: any, communeRecord: own };
/** Its own people are of a linked organisation, too. */
const ofOwn: Expected = {
  ...ofPartner,
  ...{ record: [...own, 'coordination'], communeRecord: [...own, 'coordination'] },
};
const ofOther: Expected = { ...ofPartner, record: ['coordination'], communeRecord: ['coordination'] };
/** The organisation that records are shared with for research, of the province as a whole. */
const ofWhole: Expected = { ...ofOther, record: ['coordination', 'research'] };
const wholeProvince = `
  - id: WU-2026-09
    version: 1
    title: { vi: Toàn tỉnh, en: The whole province }
    shares: [Query.learningGroups, Commune.learningGroups, LearningGroupConnection]
    with:
      - organisation: youth-union
    purposes: [research]
    granularity: province
    legalBasis: X
    from: 2026-01-01
`;

/** The agreement that is named where a place is not shown: one that would open it to the caller, where there is one. */
const agreementOf: Readonly<Record<Place, string>> = {
  record: 'WU-2026-01',
  tasks: 'MV-STEERING',
  communes: 'MV-PROGRESS',
  communeRecord: 'WU-2026-01',
};

const callers: readonly (readonly [role: string | undefined, organisation: string | undefined, expected: Expected])[] =
  [
    [undefined, undefined, noScope],
    ['operator', undefined, noScope],
    ['analyst', undefined, ofPartner],
    ['auditor', undefined, ofPartner],
    ['staff', 'womens-union', ofOwn],
    ['organisation-service', 'womens-union', ofOwn],
    ['staff', 'youth-union', ofWhole],
    ['organisation-service', 'university', ofOther],
    ['app', undefined, { ...noScope, communes: any }],
  ];

/** The purposes that a caller may name, by its role; the rest may name these alone that anyone may. */
const ofAnyone = ['statistics', 'research'];
const nameable: Readonly<Record<string, readonly string[]>> = {
  analyst: ['steering', 'coordination', ...ofAnyone],
  staff: any,
  'organisation-service': any,
  auditor: ['audit', ...ofAnyone],
};

describe('what the gateway shows of what organisations agreed to share', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agreements-'));
  const textOf = (code: string) =>
    readFileSync(new URL(`../../subgraphs/${code}/agreements.yaml`, import.meta.url), 'utf8');
  let issuer: RunningIssuer;
  let movement: RunningProgram;
  let womensUnion: RunningProgram;
  let gateway: RunningProgram;

  /** Puts an organisation's file in its place, all at once. */
  const write = (code: string, text: string) => {
    writeFileSync(join(folder, `${code}.next`), text);
    renameSync(join(folder, `${code}.next`), join(folder, `${code}.yaml`));
  };
  /** Does something, and waits until the gateway has said that. */
  const until = async (message: RegExp, act: () => void) => {
    const said = () => gateway.log.filter(({ msg }) => message.test(String(msg))).length;
    const before = said();
    act();
    await gateway.until(() => said() > before);
  };
  const inForce = /^other agreements are in force$/;

  beforeAll(async () => {
    for (const { code } of subgraphs) write(code, textOf(code));
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'key'), 'a-key-of-the-tests-0123456789-0123456789');
    const port = await freePort();
    const subgraph = async (name: string) =>
      startProgram(`subgraphs/${name}/dist/main.js`, [], {
        HUB_URL: `http://127.0.0.1:${port}/graphql`,
        DATABASE_URL: await createDatabase(),
        OPERATOR_TOKEN_FILE: join(folder, 'token'),
        PSEUDONYM_KEY_FILE: join(folder, 'key'),
        ALLOW_UNSIGNED: 'true',
      });
    [issuer, movement, womensUnion] = await Promise.all([
      startIssuer(),
      subgraph('movement'),
      subgraph('womens-union'),
    ]);
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--agreements', folder, '--port', String(port)],
      {
        SUBGRAPH_URL_MOVEMENT: `${movement.url}/graphql`,
        SUBGRAPH_URL_WOMENS_UNION: `${womensUnion.url}/graphql`,
        ...issuer.environment,
      },
      /^ready$/,
    );
  });
  afterAll(async () => {
    await Promise.all([gateway, movement, womensUnion].map((program) => program.stop()));
    await issuer.stop();
    rmSync(folder, { recursive: true });
  });

  /** Asks something, and gives the status and the answer. */
  const ask = async (query: string, token?: string, purpose?: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(purpose !== undefined && { 'x-hub-purpose': purpose }),
      },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, ...((await response.json()) as { data?: any; errors?: any[] }) };
  };
  /** Why each place is denied to a caller: by which agreement, or for want of a scope. */
  const denials = async (token: string | undefined, purpose: string | undefined) => {
    const answers = await Promise.all(operations.map((operation) => ask(operation, token, purpose)));
    const denied = answers.flatMap(({ errors = [] }) => errors);
    return Object.fromEntries(
      denied.map(({ path, extensions }) => [
        path.filter((key: unknown) => typeof key === 'string').join('.'),
        extensions.code === 'OUTSIDE_AGREEMENT' ? extensions.agreement : extensions.code,
      ]),
    ) as Record<string, string>;
  };

  const named = callers.map(
    ([role = 'nobody', organisation, ...rest]) =>
      [organisation === undefined ? role : `${role} of ${organisation}`, role, organisation, ...rest] as const,
  );
  describe('by each agreement', () => {
    beforeAll(async () => {
      await until(inForce, () => {
        write('womens-union', `${textOf('womens-union').trimEnd()}${wholeProvince}`);
      });
    });
    afterAll(async () => {
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
    });

    test.each(named)('to %s', async (_, role, organisation, expected) => {
      const token = role === 'nobody' ? undefined : await issuer.token(role, organisation);
      const mayName = nameable[role] ?? ofAnyone;
      for (const purpose of purposes) {
        if (purpose !== undefined && !mayName.includes(purpose)) {
          const { status, errors } = await ask('{ goals { code } }', token, purpose);
          const expected = purposes.filter((one) => one !== undefined && mayName.includes(one)).join(', ');
          expect({ status, errors }).toEqual({
            status: 403,
            errors: [
              {
                message: `Expected x-hub-purpose to be one that this caller may name (${expected}), got "${purpose}".`,
                extensions: { code: 'PURPOSE_NOT_ALLOWED' },
              },
            ],
          });
          continue;
        }
        const opening: Partial<Record<Place, string>> =
          expected === ofOther || expected === ofWhole ? { record: 'WU-2026-02', communeRecord: 'WU-2026-02' } : {};
        const reasonOf = (place: Place) => {
          const shown = expected[place];
          if (shown === 'no scope') return 'UNAUTHORIZED_FIELD_OR_TYPE';
          return purpose !== undefined && shown.includes(purpose) ? undefined : (opening[place] ?? agreementOf[place]);
        };
        const wanted = (Object.keys(places) as Place[]).flatMap((place) =>
          reasonOf(place) ? [[places[place], reasonOf(place)]] : [],
        );
        const denied = Object.fromEntries(wanted) as unknown;
        expect({ purpose, denied: await denials(token, purpose) }).toEqual({ purpose, denied });
      }
    });
  });

  test('and denies one field without what stands beside it', async () => {
    const { data, errors } = await ask('{ goals { code } purposes { code } tasks { totalCount } }');
    expect(data).toEqual({ goals: expect.any(Array), purposes: any.map((code) => ({ code })), tasks: null });
    expect(errors).toHaveLength(1);
  });

  test('with one error for a field that a list refuses in each place, and what its caller lacks', async () => {
    const query = '{ communes(first: 50) { nodes { name goalProgress { target } } } }';
    const { data, errors } = await ask(query, await issuer.token('analyst'));
    expect(data.communes.nodes).toHaveLength(50);
    expect(data.communes.nodes).toEqual(Array(50).fill({ name: expect.any(String), goalProgress: null }));
    expect(errors).toEqual([
      {
        message: expect.stringMatching(
          /^Expected the header x-hub-purpose to be one of steering, statistics, coordination, research: for these movement shares the field goalProgress with this caller \(MV-PROGRESS.*\)\.$/,
        ),
        path: ['communes', 'nodes', 0, 'goalProgress'],
        extensions: {
          code: 'OUTSIDE_AGREEMENT',
          organisation: 'movement',
          agreement: 'MV-PROGRESS',
          needs: 'purpose',
          purposes: ['steering', 'statistics', 'coordination', 'research'],
          places: 50,
        },
      },
    ]);
    const anonymous = await ask('{ learningGroups { totalCount } }');
    expect(anonymous.errors?.map(({ message }) => message)).toEqual([
      'Not authorised to see the field learningGroups: expected a token, got none.',
    ]);
    const service = await ask('{ learningGroups { totalCount } }', await issuer.token('operator'));
    expect(service.errors?.map(({ message }) => message)).toEqual([
      'Not authorised to see the field learningGroups: expected a token with the scope records:read.',
    ]);
  });

  test('tells each caller who it is, what it may see and ask, and until when', async () => {
    const query = `{ goals { code } me { subject roles organisation purposes purpose expiresAt
      agreements { organisation id until holds } limits { cost { budget used } rate { burst left } depth } } }`;
    const [analyst, app, staff] = await Promise.all([
      issuer.token('analyst'),
      issuer.token('app'),
      issuer.token('staff', 'youth-union'),
    ]);
    // At the same time, so that what is shared between callers would be seen.
    const answers = await Promise.all([
      ask(query, analyst, 'steering'),
      ask(query, app),
      ask(query, staff, 'coordination'),
      ask(query),
    ]);
    expect(answers.map(({ errors }) => errors)).toEqual(Array(4).fill(undefined));
    const [asAnalyst, asApp, asStaff, asNobody] = answers.map(({ data }) => data.me);
    expect(answers.every(({ data }) => data.goals.length > 0)).toBe(true);
    expect(asAnalyst).toMatchObject({
      subject: expect.any(String),
      roles: ['analyst'],
      purposes: ['steering', 'coordination', 'statistics', 'research'],
      purpose: 'steering',
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
      limits: { cost: { budget: 100_000, used: expect.any(Number) }, rate: { burst: 500 }, depth: 20 },
    });
    expect(asAnalyst.limits.cost.used).toBeGreaterThan(0);
    expect(asAnalyst.agreements).toContainEqual({
      organisation: 'womens-union',
      id: 'WU-2026-01',
      until: null,
      holds: true,
    });
    expect(asApp).toMatchObject({ roles: ['app'], purposes: ['statistics', 'research'], purpose: null });
    expect(asApp.limits).toMatchObject({ cost: { budget: 20_000 }, rate: { burst: 1000 } });
    const ofWomensUnion = ({ agreements }: any) =>
      agreements
        .filter(({ organisation }: any) => organisation === 'womens-union')
        .map(({ id, holds }: any) => [id, holds]);
    expect(ofWomensUnion(asApp)).toEqual([
      ['WU-2026-03', false],
      ['WU-2026-04', true],
      ['WU-2026-05', false],
    ]);
    expect(asStaff).toMatchObject({ roles: ['staff'], organisation: 'youth-union', purpose: 'coordination' });
    expect(ofWomensUnion(asStaff)).toEqual(['WU-2026-02', 'WU-2026-04', 'WU-2026-05'].map((id) => [id, true]));
    expect(asNobody).toMatchObject({
      subject: null,
      roles: [],
      organisation: null,
      limits: { cost: { budget: 10_000 } },
    });
    expect(ofWomensUnion(asNobody)).toEqual([['WU-2026-04', true]]);
    expect(asNobody.agreements.map(({ id }: any) => id)).toContain('MV-LISTS');
  });

  test('describes what each field needs, to whoever may ask about the schema', async () => {
    const token = await issuer.token('analyst');
    const get = async (query: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) => {
      const response = await fetch(`${gateway.url}/schema.graphql${query}`, { headers });
      return { status: response.status, etag: response.headers.get('etag') ?? '', text: await response.text() };
    };
    const whole = await get('');
    expect(whole.text).toBe(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
    expect(await get('', { authorization: `Bearer ${token}`, 'if-none-match': whole.etag })).toMatchObject({
      status: 304,
      text: '',
    });
    const ofApps = await get('?role=app');
    expect(ofApps.etag).not.toBe(whole.etag);
    const fields = ({ text }: { text: string }) => Object.keys(buildSchema(text).getQueryType()?.getFields() ?? {});
    expect(fields(whole)).toEqual(expect.arrayContaining(['learningGroups', 'goals', 'me']));
    expect(fields(ofApps)).toEqual(expect.arrayContaining(['goals', 'me']));
    expect(fields(ofApps)).not.toContain('learningGroups');
    expect(await get('?role=king')).toMatchObject({
      status: 400,
      text: expect.stringContaining('Expected role to be'),
    });
    expect(await get('', {})).toMatchObject({ status: 401, text: expect.stringContaining('UNAUTHENTICATED') });

    const { data } = await ask('{ __type(name: "Query") { fields { name description } } }', token);
    const { description } = data.__type.fields.find(({ name }: any) => name === 'learningGroups');
    expect(description).toMatch(
      /\n\nNeeds the scope `records:read`\. Needs the agreement WU-2026-01 \(steering, statistics, audit\) or WU-2026-02 \(coordination\)\.$/,
    );
  });

  test.each(['fun', 'steering, audit', 'Steering', '__proto__'])('knows no purpose %j', async (purpose) => {
    const { status, data, errors } = await ask('{ goals { code } }', undefined, purpose);
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toEqual([
      {
        message: `Expected x-hub-purpose to be one of ${any.join(', ')}, got ${JSON.stringify(purpose)}.`,
        extensions: { code: 'UNKNOWN_PURPOSE' },
      },
    ]);
  });

  describe('while it runs', () => {
    const groups = '{ learningGroups { totalCount } }';
    let token: string;
    const codeAndId = async () => {
      const { data, errors } = await ask(groups, token, 'steering');
      return errors ? [errors[0].extensions.code, errors[0].extensions.agreement] : data;
    };
    const outdated = expect.objectContaining({ extensions: { code: 'SUBSCRIPTION_OUTDATED' } }) as unknown;
    const rest = async (followed: Subscribed) => {
      const answers: Answer[] = [];
      for (let answer = await followed.next(); answer; answer = await followed.next()) answers.push(answer);
      return answers;
    };
    const shown = { learningGroups: { totalCount: 0 } };

    beforeAll(async () => {
      token = await issuer.token('analyst');
    });
    beforeEach(async () => {
      expect(await codeAndId()).toEqual(shown);
    });

    test('no more what has expired', async () => {
      const expired = endingOn('2026-01-02', textOf('womens-union'));
      await until(inForce, () => {
        write('womens-union', expired);
      });
      expect(await codeAndId()).toEqual(['OUTSIDE_AGREEMENT', 'WU-2026-01']);
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
    });

    test('no more what is taken back, nor by an operation that was compiled before', async () => {
      const [head = ''] = textOf('womens-union').split('agreements:\n');
      await until(inForce, () => {
        write('womens-union', `${head}agreements: []\n`);
      });
      expect(await codeAndId()).toEqual(['OUTSIDE_AGREEMENT', null]);
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
    });

    test('no field more than it shares now', async () => {
      const narrowed = textOf('womens-union').replaceAll("shares: ['*']", 'shares: [Commune.digitalFamilies]');
      await until(inForce, () => {
        write('womens-union', narrowed);
      });
      expect(await codeAndId()).toEqual(['OUTSIDE_AGREEMENT', null]);
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
    });

    test('no event more to who had subscribed to what is taken back', async () => {
      const groupsHere = `subscription { goalProgressChanged(goal: "ADULTS_BASIC", commune: "14845") {
        commune { learningGroups { totalCount } } } }`;
      const follow = () => subscribe(`${gateway.url}/graphql`, groupsHere, {}, token);
      const before = await follow();
      expect((await before.next())?.errors).toBeUndefined();
      const [head = ''] = textOf('womens-union').split('agreements:\n');
      await until(inForce, () => {
        write('womens-union', `${head}agreements: []\n`);
      });
      expect(await rest(before)).toEqual([expect.objectContaining({ errors: [outdated] })]);
      const after = await follow();
      expect((await after.next())?.errors).toMatchObject([{ extensions: { code: 'OUTSIDE_AGREEMENT' } }]);
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
      expect((await rest(after)).at(-1)?.errors).toEqual([outdated]);
    });

    test('the same where a file is wrong, nothing where it is gone, and says why', async () => {
      await until(/^the agreements of an organisation cannot be used; those before stay in force$/, () => {
        write('womens-union', '{');
      });
      expect(await codeAndId()).toEqual(shown);
      await until(inForce, () => {
        rmSync(join(folder, 'womens-union.yaml'));
      });
      expect(gateway.log).toContainEqual(
        expect.objectContaining({
          problems: ['expected a file of agreements of womens-union, whose fields are in the graph'],
        }),
      );
      expect(await codeAndId()).toEqual(['AGREEMENTS_UNUSABLE', undefined]);
      await until(inForce, () => {
        write('womens-union', textOf('womens-union'));
      });
    });
  });
});
