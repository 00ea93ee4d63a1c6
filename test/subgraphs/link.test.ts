import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalText, type Cell, keyId, type NamedKey, takePublished } from '@hub/protocol';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keptStatement } from '../../subgraphs/protocol/src/link/link-format.js';
import { signHeader, verifySignature } from '../../subgraphs/protocol/src/release/header-signature.js';
import { goalFile } from '../support/goal-files.js';
import { type Linked, startLinked } from '../support/linked.js';
import { signedRelease, testKey } from '../support/offered-releases.js';
import { releaseKey, releaseKeys } from '../support/subgraph.js';
import { until } from '../support/until.js';

const code = 'womens-union';

describe('the link between an organisation and the hub', () => {
  let linked: Linked;
  beforeAll(async () => {
    linked = await startLinked(womensUnion, { takesUnrounded: false, takesUnknownVersions: false, checkCellsMs: 100 });
  });
  afterAll(() => linked.stop());

  const post = async (what: string, body: unknown, authorization = '') => {
    const response = await fetch(`${linked.movement.url}/link/v1/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return [response.status, response.status === 204 ? null : await response.json()] as [number, any];
  };
  const message = (more: object = {}) =>
    canonicalText({
      ...{ format: 1, organisation: code, at: new Date().toISOString(), newest: 0, kept: [], noted: [], imports: [] },
      ...more,
    });
  const signed = async (text: string, key: NamedKey = releaseKey) => ({
    message: text,
    signature: await signHeader(text, key),
  });
  let versions: { places: string; goals: string };
  const ticket = async () => {
    const [status, answer] = await post('exchanges', await signed(message()));
    expect(status).toBe(200);
    ({ versions } = answer);
    return `Bearer ${answer.ticket as string}`;
  };

  test('has what the organisation released in the register, each release once', async () => {
    const groups = ['code,commune_code,name_vi,name_en,member_count', 'B1,14845,Chi hội,Branch,12', ''].join('\n');
    await linked.organisation.import('branches', groups);
    const { answer } = await linked.organisation.release({ through: '2026-10-31' });
    expect(answer.release).toMatchObject({ number: 1 });
    await linked.exchange();
    expect(await linked.exchange()).toBe(0);
    const { releases } = await linked.ask(
      'releases { totalCount nodes { number hash keyId standing header signature } }',
    );
    expect(releases).toMatchObject({ totalCount: 1, nodes: [{ number: 1, keyId: releaseKey.id, standing: 'COUNTS' }] });
    const [{ header, signature }] = releases.nodes;
    expect(await verifySignature(header, signature, releaseKeys)).toBe(releaseKey.id);
    expect(await linked.organisation.execute('select header from release')).toEqual([{ header }]);
  });

  test('gives a receipt; what is handed over again is held, and other texts under its number are refused', async () => {
    const pass = await ticket();
    const [release] = (await linked.organisation.execute('select header, signature from release')) as any[];
    const pages = (await linked.organisation.execute('select content from release_page order by position')) as any[];
    const whole = { ...release, pages: pages.map(({ content }: { content: string }) => content) };
    const [status, { receipt, signature }] = await post('releases', whole, pass);
    expect([status, JSON.parse(receipt)]).toMatchObject([
      200,
      { format: 1, organisation: code, number: 1, state: 'HELD' },
    ]);
    expect(await verifySignature(receipt, signature, releaseKeys)).toBe(releaseKey.id);
    const other = await signedRelease(code, [], undefined, { key: releaseKey });
    expect(await post('releases', { ...whole, header: other.header, signature: other.signature }, pass)).toEqual([
      422,
      { code: 'OTHER_NUMBER', message: expect.stringContaining('2') },
    ]);
  });

  test('refuses figures that disclosure control cannot have made, and says which', async () => {
    const held = (await linked.ask('releases { nodes { header number } }'))['releases'].nodes[0];
    const former = { ...held, signature: '', pages: [] };
    const figure = (people: number, atMost: number, occurrences: number): Cell[] => [
      ['ADULTS_BASIC', '14845', '2025-07-01', '2026-10', people, atMost, occurrences],
    ];
    for (const cells of [figure(12, 21, 0), figure(10, 18, 0), figure(10, 19, 5)]) {
      const { header, signature, pages } = await signedRelease(code, cells, former, {
        ...{ key: releaseKey, kind: 'FULL', through: '2026-10-31', madeAt: new Date().toISOString() },
      });
      expect(await post('releases', { header, signature, pages }, await ticket())).toEqual([
        422,
        { code: 'NOT_ROUNDED', message: expect.stringMatching(/for ADULTS_BASIC in 14845 of 2026-10\.$/) },
      ]);
    }
  });

  test('refuses a release that was made with places or goals that the hub never had, and says which', async () => {
    const [held] = (await linked.ask('releases { nodes { header number } }'))['releases'].nodes;
    const pass = await ticket();
    // The organisation's own release was made with what the hub has.
    expect(JSON.parse(held.header)).toMatchObject(versions);
    for (const [other, fault] of [
      [{ places: 'B'.repeat(43) }, 'UNKNOWN_PLACES'],
      [{ goals: 'B'.repeat(43) }, 'UNKNOWN_GOALS'],
    ] as const) {
      const { header, signature, pages } = await signedRelease(
        code,
        [],
        { ...held, signature: '', pages: [] },
        {
          ...{
            key: releaseKey,
            kind: 'FULL',
            through: '2026-10-31',
            madeAt: new Date().toISOString(),
            ...versions,
            ...other,
          },
        },
      );
      expect(await post('releases', { header, signature, pages }, pass)).toEqual([
        422,
        { code: fault, message: expect.stringContaining('B'.repeat(43)) },
      ]);
    }
    expect((await linked.ask('releases { totalCount }'))['releases'].totalCount).toBe(1);
  });

  test('takes what a key signed while it was valid, and nothing that it signs later', async () => {
    const former = testKey();
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const end = new Date();
    writeFileSync(linked.keys.times, JSON.stringify({ [former.id]: { from: days(-9), until: end.toISOString() } }));
    const pems = [former.publicKey, ...releaseKeys.values()].map((key) => key.export({ type: 'spki', format: 'pem' }));
    writeFileSync(linked.keys.file, pems.join(''));
    const ended = [401, { code: 'UNAUTHENTICATED', message: expect.stringContaining(`until ${end.toISOString()}`) }];
    let answer: unknown;
    await until(
      async () => {
        answer = await post('exchanges', await signed(message(), former));
        return JSON.stringify(answer).includes(former.id) && JSON.stringify(answer).includes('until');
      },
      { what: 'the keys to be known', within: 10_000, seen: () => answer },
    );
    expect(answer).toEqual(ended);
    const kept = { id: '2026-10_1', digest: 'A'.repeat(43), keptAt: days(0) };
    const keptBy = { ...kept, signature: await signHeader(keptStatement(code, kept), former) };
    expect(await post('exchanges', await signed(message({ kept: [keptBy] })))).toMatchObject([
      422,
      { code: 'KEY_NOT_VALID' },
    ]);
    const [held] = (await linked.ask('releases { nodes { header number } }'))['releases'].nodes;
    const pass = await ticket();
    const handOver = async (madeAt: string) => {
      const { header, signature, pages } = await signedRelease(
        code,
        [],
        { ...held, signature: '', pages: [] },
        {
          ...{ key: former, kind: 'FULL', through: '2026-10-31', madeAt, ...versions },
        },
      );
      return post('releases', { header, signature, pages }, pass);
    };
    for (const madeAt of [days(0), days(-10)]) {
      expect(await handOver(madeAt)).toMatchObject([422, { code: 'KEY_NOT_VALID' }]);
    }
    const before = new Date(end.getTime() - 1).toISOString();
    expect(await handOver(before)).toMatchObject([200, { receipt: expect.stringContaining('"state":"TAKEN"') }]);
  });

  test('shows what became of files, and the rows that were not taken', async () => {
    const rows = ['code,commune_code,name_vi,name_en,member_count', 'B2,14845,Chi hội,Branch,many', ''].join('\n');
    await linked.organisation.import('branches', rows, { file: 'wrong.csv' });
    await linked.exchange();
    const { imports } = await linked.ask(
      'imports(first: 1) { nodes { file state rejected rejections { row column } } }',
    );
    expect(imports.nodes).toEqual([
      { file: 'wrong.csv', state: 'REFUSED', rejected: 1, rejections: [{ row: 2, column: 'member_count' }] },
    ]);
  });

  test('tells when a file was taken back, and by whom', async () => {
    const rows = ['code,commune_code,name_vi,name_en,member_count', 'B9,14845,Chi hội,Branch,20', ''].join('\n');
    await linked.organisation.import('branches', rows, { file: 'undone.csv' });
    await linked.exchange();
    const newest = async () =>
      (await linked.ask('imports(first: 1) { nodes { id file state undoneAt undoneBy } }')).imports.nodes[0];
    const before = await newest();
    expect(before).toMatchObject({ file: 'undone.csv', state: 'TAKEN', undoneAt: null, undoneBy: null });
    await linked.organisation.execute(
      `insert into import_undo (run, at, by_subject) values (?, '2026-11-29T03:00:00Z', 'mai')`,
      [before.id],
    );
    await linked.exchange();
    expect(await newest()).toEqual({ ...before, undoneAt: '2026-11-29T03:00:00.000Z', undoneBy: 'mai' });
  });

  test('has the organisation sign that it holds a publication, whatever comes under its id later', async () => {
    const [first, other] = ['A'.repeat(43), 'B'.repeat(43)];
    const publish = (digest: string) =>
      linked.movement.execute(
        `insert into publication (id, period, revision, document, signature, digest, published_at)
         values ('2026-10_1', '2026-10', 1, '{}', 'a..b', ?, now())
         on conflict (id) do update set digest = excluded.digest`,
        [digest],
      );
    await publish(first);
    await linked.exchange();
    const kept = async () =>
      (await linked.ask('keptPublications { publication digest keptAt statement signature }'))['keptPublications'];
    const [one] = await kept();
    expect(one).toMatchObject({ publication: '2026-10_1', digest: first });
    expect(one.statement).toBe(keptStatement(code, { ...one, id: one.publication }));
    expect(await verifySignature(one.statement, one.signature, releaseKeys)).toBe(releaseKey.id);
    linked.organisation.takeWarnings();
    await linked.movement.execute('delete from publication_handed_over');
    await publish(other);
    await linked.exchange();
    expect(linked.organisation.takeWarnings()).toMatchObject([
      { publication: '2026-10_1', held: first, offered: other },
    ]);
    expect(await kept()).toEqual([]);
    expect(await linked.organisation.execute('select id, digest from kept_publication')).toEqual([
      { id: '2026-10_1', digest: first },
    ]);
  });

  test('tells the organisation which of its releases wait', async () => {
    await linked.movement.execute(
      `insert into pending_release (organisation, number, since, findings, finding_count)
       values ('womens-union', 1, now(), '[{"rule":"MORE_THAN_DENOMINATOR","goalCode":"ADULTS_BASIC","placeCode":"14845","month":"2026-10","people":9,"most":8}]', 1)`,
    );
    await linked.exchange();
    expect(linked.organisation.takeWarnings()).toMatchObject([
      { release: 1, reason: 'MORE_THAN_DENOMINATOR: ADULTS_BASIC 14845 2026-10, 9 > 8' },
    ]);
    await linked.movement.execute('delete from pending_release');
  });

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const stranger = { id: keyId(publicKey), key: privateKey };
  test.each<[string, () => Promise<unknown>, number, string]>([
    ['no JSON', () => Promise.resolve('{'), 400, 'BAD_USER_INPUT'],
    ['no message', () => Promise.resolve({}), 400, 'BAD_USER_INPUT'],
    ['a message of another format', () => signed(message({ format: 2 })), 422, 'UNKNOWN_FORMAT'],
    ['a message with more in it', () => signed(message({ more: 1 })), 422, 'UNREADABLE'],
    ['a text that is not canonical', () => signed(`${message()} `), 422, 'NOT_CANONICAL'],
    ['a key of nobody', () => signed(message(), stranger), 401, 'UNAUTHENTICATED'],
    [
      'another’s signature',
      async () => ({ ...(await signed(message())), message: message({ newest: 7 }) }),
      401,
      'UNAUTHENTICATED',
    ],
    ['an organisation that is not linked', () => signed(message({ organisation: 'nobody' })), 403, 'NOT_LINKED'],
    [
      'a message of an hour ago',
      () => signed(message({ at: new Date(Date.now() - 3_600_000).toISOString() })),
      401,
      'WRONG_CLOCK',
    ],
    [
      'a message that is too large',
      () => Promise.resolve({ message: 'x'.repeat(1_100_000), signature: 'x' }),
      413,
      'TOO_LARGE',
    ],
  ])('does not take %s', async (_what, body, status, fault) => {
    const [got, said] = await post('exchanges', await body());
    expect([got, said]).toEqual([status, { code: fault, message: expect.any(String) }]);
  });

  test.each(['', 'Bearer x', 'Bearer womens-union.9999999999999.AAAA'])(
    'reads nothing large for the ticket %j',
    async (pass) => {
      for (const what of ['releases', 'sketches']) {
        expect(await post(what, {}, pass)).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
      }
    },
  );

  test('refuses sketches that are others than their digest says; those that nobody wants change nothing', async () => {
    const pass = await ticket();
    const sketches = { number: 1, digest: 'A'.repeat(43), sealed: 'x' };
    expect(await post('sketches', sketches, pass)).toMatchObject([422, { code: 'OTHER_DIGEST' }]);
  });

  test('watches the cells of who publishes at the registry, whatever became of it since', async () => {
    const [other, key] = ['farmers-union', testKey()];
    writeFileSync(
      join(dirname(linked.keys.file), `${other}.pub`),
      key.publicKey.export({ type: 'spki', format: 'pem' }),
    );
    takePublished([{ code: other, keepsPeople: true }]);
    const cells: Cell[] = [['ADULTS_BASIC', '14845', '2025-07-01', '2026-10', 40, 49, 0]];
    const [status, answer] = await post('exchanges', await signed(message({ organisation: other }), key));
    expect(status).toBe(200);
    const { header, signature, pages } = await signedRelease(other, cells, undefined, {
      ...{ key, through: '2026-10-31', madeAt: new Date().toISOString(), ...answer.versions },
    });
    expect(await post('releases', { header, signature, pages }, `Bearer ${answer.ticket as string}`)).toMatchObject([
      200,
      {},
    ]);
    takePublished([]);
    linked.movement.takeErrors();
    await linked.movement.execute(`update register_cell set people = 30 where organisation = ?`, [other]);
    const people = async () =>
      (await linked.movement.execute('select people from register_cell where organisation = ?', [other]))[0];
    let now: unknown;
    await until(async () => (now = (await people())?.['people']) === 40, {
      ...{ what: 'the cells to be made anew', within: 20_000, every: 100, seen: () => now },
    });
    expect(linked.movement.takeErrors()).toMatchObject([{ code: 'CELLS_ALTERED', organisation: other, mended: true }]);
  });

  test('tells of figures of a goal that does not expect the organisation: it, and the operator, once', async () => {
    const expectation = goalFile('goal-expectations', `ADULTS_BASIC,${code},2025-04-24,`);
    expect((await linked.movement.import('goal-expectations', expectation)).at(-1)).toMatchObject({ rejected: 0 });
    linked.movement.takeWarnings();
    let former = (await linked.ask('releases { nodes { number header } }'))['releases'].nodes[0];
    await ticket();
    const handOver = async (people: number) => {
      const cells = ['ADULTS_BASIC', 'PUPILS'].map((goal): Cell => [
        goal,
        '14845',
        '2025-07-01',
        '2026-10',
        people,
        people + 9,
        0,
      ]);
      const release = await signedRelease(
        code,
        cells,
        { ...former, signature: '', pages: [] },
        {
          ...{ key: releaseKey, kind: 'FULL', through: '2026-10-31', madeAt: new Date().toISOString(), ...versions },
        },
      );
      former = release;
      const { header, signature, pages } = release;
      const [status, { receipt }] = await post('releases', { header, signature, pages }, await ticket());
      return [status, JSON.parse(receipt)] as const;
    };
    for (const people of [20, 30]) {
      expect(await handOver(people)).toMatchObject([200, { state: 'TAKEN', uncounted: ['PUPILS'] }]);
    }
    const told = linked.movement.takeWarnings().filter((one) => one['code'] === 'GOAL_NOT_EXPECTED');
    expect(told).toMatchObject([{ organisation: code, release: former.number - 1, goals: ['PUPILS'] }]);
    const { releases } = await linked.ask('releases(first: 2) { nodes { uncountedGoals } }');
    expect(releases.nodes).toEqual([{ uncountedGoals: ['PUPILS'] }, { uncountedGoals: ['PUPILS'] }]);
    const expected = goalFile('goal-expectations', `ADULTS_BASIC,${code},2025-04-24,`, `PUPILS,${code},2025-04-24,`);
    await linked.movement.import('goal-expectations', expected);
    const since = await linked.ask('releases(first: 1) { nodes { uncountedGoals } }');
    expect(since['releases'].nodes).toEqual([{ uncountedGoals: [] }]);
  });
});
