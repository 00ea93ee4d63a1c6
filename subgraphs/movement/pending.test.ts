import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@hub/protocol';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSigningKey } from '@hub/runtime';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { type OfferOptions, OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerOf, callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const women = 'womens-union';
const commune = '15016';
/** The commune's adults. */
const adults = 7280;
const cell = (month: string, people: number, place = commune): Cell => [
  ...([goal, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + 9, 0] as const),
];
const both = (month: string, people: number) => [cell(month, people), cell(month, people, '38')];

describe('a release that goes beyond a bound', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pending-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  const reader = { caller: callerWith('progress:read', 'register:read') };
  const operator = {
    caller: callerOf({ subject: 'oanh', roles: ['operator'], scopes: ['releases:accept', 'register:read'] }),
  };
  const ask = async (query: string, by = reader) => {
    const { data, errors } = await gateway.query(query, by);
    expect(errors).toBeUndefined();
    return data;
  };
  const progress = async (place = commune, period = '2026-10') =>
    (
      await ask(`{ goal(code: "${goal}") { progress(commune: "${place}", period: "${period}") { people { lower } ratio status
      contributions { state release { number } } } } }`)
    )['goal'].progress;
  const fields = `organisationCode number state since acceptedBy note findingCount findings { rule goalCode placeCode month people most }`;
  const pending = async () => (await ask(`{ pendingReleases { ${fields} } }`))['pendingReleases'];
  const accept = (number: number, by = operator) =>
    gateway.query(
      `mutation { acceptRelease(organisation: "${women}", number: ${number}, note: "Đã kiểm tra") { ${fields} } }`,
      by,
    );
  const anomalies = async () =>
    (
      await ask(`{ goal(code: "${goal}") { anomalies { nodes { rule since magnitude progress { commune { code } people { lower } }
      release { organisationCode number withdrawnReason } } } } }`)
    )['goal'].anomalies.nodes;
  const later = (day: number, options: OfferOptions = {}): OfferOptions => ({
    madeAt: `2026-11-${String(day).padStart(2, '0')}T01:00:00.000Z`,
    ...options,
  });
  const taken = async (kind: string, content: string) => {
    expect(await subgraph.import(kind, content)).toMatchObject([{ type: 'done', rejected: 0 }]);
  };

  beforeEach(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => new Date('2026-11-27T03:00:00Z') },
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      subgraph: 'movement',
      url: subgraph.url,
      key: gatewayKey,
      trusted: [own.publicFile],
    });
    await taken(
      'organisations',
      `code,name_vi,name_en,linked,data_kind,data_statement_vi,data_statement_en,data_as_of\n${women},X,X,true,REAL,X,X,`,
    );
    await taken('goal-expectations', goalFile('goal-expectations', `${goal},${women},2025-04-24,`));
    await taken(
      'denominators',
      goalFile(
        'denominators',
        `ADULTS,${commune},1,${adults},2025-07-01,2025-07-01,,X,,false`,
        `ADULTS,38,1,3000000,2025-07-01,2025-04-24,,X,,false`,
      ),
    );
    await taken(
      'release-bounds',
      `goal_code,valid_from,valid_until,most_share,most_growth,least_people\n${goal},2025-04-24,,1,0.2,200`,
    );
    await offered.release(women, [...both('2026-08', 60), ...both('2026-09', 80), ...both('2026-10', 100)]);
  });
  afterEach(async () => {
    await subgraph.stop();
    offered.stop();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('made-up people beyond the denominator wait: they do not count, and both sides are told', async () => {
    const before = await progress();
    expect(before).toMatchObject({
      people: { lower: 100 },
      contributions: [{ state: 'REPORTED', release: { number: 1 } }],
    });
    await offered.release(women, both('2026-10', 7780), later(10));
    expect(await progress()).toEqual(before);
    expect(await progress('38')).toMatchObject({ people: { lower: 100 } });
    expect(await pending()).toMatchObject([
      {
        ...{ organisationCode: women, number: 2, state: 'PENDING', acceptedBy: null, note: null, findingCount: 2 },
        findings: [
          { rule: 'GREW_TOO_FAST', goalCode: goal, placeCode: commune, month: '2026-10', people: 7780, most: 1556 },
          { rule: 'MORE_THAN_DENOMINATOR', placeCode: commune, people: 7780, most: adults },
        ],
      },
    ]);
    await until(() => offered.noted.length > 0, { what: 'the organisation to be told' });
    expect(offered.noted).toEqual([
      {
        organisation: women,
        number: 2,
        state: 'PENDING',
        reason: `GREW_TOO_FAST: ${goal} ${commune} 2026-10, 7780 > 1556`,
      },
    ]);
    expect(subgraph.takeWarnings()).toMatchObject([
      { code: 'RELEASE_PENDING', organisation: women, release: 2, count: 2 },
    ]);
    expect(await (await subgraph.operator('/metrics')).text()).toMatch(
      /subgraph_alarms_total\{code="RELEASE_PENDING",organisation="movement"\} 1/,
    );
  });

  test('accepted, it counts, and the organisation is told who did so', async () => {
    await offered.release(women, both('2026-10', 7780), later(10));
    expect((await accept(2)).data['acceptRelease']).toMatchObject({
      state: 'ACCEPTED',
      acceptedBy: 'oanh',
      note: 'Đã kiểm tra',
    });
    expect(await progress()).toMatchObject({ people: { lower: 7780 }, contributions: [{ release: { number: 2 } }] });
    await until(() => offered.noted.some(({ state }) => state === 'ACCEPTED'), { what: 'the organisation to be told' });
    expect(offered.noted.at(-1)).toEqual({ organisation: women, number: 2, state: 'ACCEPTED', reason: 'Đã kiểm tra' });
    expect((await accept(2)).errors).toMatchObject([{ extensions: { code: 'NOT_PENDING' } }]);
    // On the days before, the release was not known.
    const asKnown = await ask(
      `{ goal(code: "${goal}") { progress(commune: "${commune}", period: "2026-10", asKnownOn: "2026-11-26") { people { lower } } } }`,
    );
    expect(asKnown['goal'].progress.people).toEqual({ lower: 100 });
    // Growth is measured from the accepted release: slightly more people do not wait for growth again, only for
    // exceeding the denominator.
    await offered.release(
      women,
      both('2026-10', 7780).map((one) => (one[1] === '38' ? cell('2026-10', 7800, '38') : one)),
      later(11),
    );
    expect(await progress('38')).toMatchObject({
      people: { lower: 7800 },
      contributions: [{ release: { number: 3 } }],
    });
    subgraph.takeWarnings();
  });

  test('what only grows too fast waits, too; one that builds upon it waits until it is taken back', async () => {
    await offered.release(women, both('2026-10', 3000), later(10));
    await offered.release(women, [cell('2026-10', 110, '38')], later(11));
    expect(await progress()).toMatchObject({ people: { lower: 100 } });
    expect((await pending()).map((one: any) => [one.number, one.state])).toEqual([
      [3, 'PENDING'],
      [2, 'PENDING'],
    ]);
    await offered.release(women, [cell('2026-10', 120)], later(12));
    expect(await progress()).toMatchObject({ people: { lower: 120 }, contributions: [{ release: { number: 4 } }] });
    expect((await pending()).map((one: any) => [one.number, one.state])).toEqual([
      [3, 'SUPERSEDED'],
      [2, 'SUPERSEDED'],
    ]);
    expect((await accept(3)).errors).toMatchObject([{ extensions: { code: 'NOT_PENDING' } }]);
    expect(subgraph.takeWarnings()).toHaveLength(2);
  });

  test('a release is known to nobody as of a day, and is in no publication, while it waits', async () => {
    await offered.release(women, both('2026-10', 7780), later(10));
    const asKnown = await ask(
      `{ goal(code: "${goal}") { progress(commune: "${commune}", period: "2026-10", asKnownOn: "2026-11-20") { people { lower } } } }`,
    );
    expect(asKnown['goal'].progress.people).toEqual({ lower: 100 });
    const { releases } = await publishThrough(gateway, { period: '2026-10', fields: 'releases { number }' });
    expect(releases).toEqual([{ number: 1 }]);
    subgraph.takeWarnings();
  });

  test('anomalies keep what was found: while it waits, and after it was withdrawn', async () => {
    const found = (withdrawnReason: string | null) =>
      expect.objectContaining({
        ...{ rule: 'MORE_THAN_DENOMINATOR', since: '2026-10', magnitude: 500 },
        progress: { commune: { code: commune }, people: { lower: 7780 } },
        release: { organisationCode: women, number: 2, withdrawnReason },
      });
    const before = await anomalies();
    expect(before.map(({ release }: any) => release)).not.toContainEqual(expect.anything());
    await offered.release(women, both('2026-10', 7780), later(10));
    expect(await anomalies()).toContainEqual(found(null));
    expect((await accept(2)).errors).toBeUndefined();
    await offered.release(women, [...both('2026-08', 60), ...both('2026-09', 80), ...both('2026-10', 100)], {
      ...later(12, { kind: 'FULL', withdraws: [{ number: 2, reason: 'Nhập nhầm tệp' }] }),
    });
    expect(await progress()).toMatchObject({ people: { lower: 100 }, contributions: [{ release: { number: 3 } }] });
    expect(await anomalies()).toContainEqual(found('Nhập nhầm tệp'));
    subgraph.takeWarnings();
  });

  test('sketches of the release that counts stay while another waits, and are destroyed once that counts', async () => {
    const sketch = (digest: string) => [{ goal, month: '2026-10', key: 'k', digest: digest.repeat(43) }];
    const sealed = async () =>
      (await subgraph.execute('select number, sealed from taken_sketch order by number')).map((row) => row['sealed']);
    await offered.release(women, both('2026-10', 110), later(9, { sketches: sketch('A') }));
    await subgraph.execute(`update taken_sketch set sealed = 'sealed'`);
    await offered.release(women, both('2026-10', 7780), later(10, { sketches: sketch('B') }));
    expect(await sealed()).toEqual(['sealed', null]);
    await accept(3);
    expect(await sealed()).toEqual([null, null]);
    await subgraph.execute(`update taken_sketch set sealed = 'sealed' where number = 3`);
    await offered.release(women, both('2026-10', 120), later(11, { sketches: sketch('C') }));
    expect(await sealed()).toEqual([null, null, null]);
    subgraph.takeWarnings();
  });

  test('nobody accepts who may not; an organisation sees its own, and nobody else does', async () => {
    await offered.release(women, both('2026-10', 7780), later(10));
    expect((await accept(2, reader)).errors).toHaveLength(1);
    expect(await progress()).toMatchObject({ people: { lower: 100 } });
    const list = async (organisation: string, argument = '') => {
      const by = {
        caller: callerOf({ subject: 'lan', organisation, roles: ['staff'], scopes: ['contributions:read'] }),
      };
      return gateway.query(`{ pendingReleases${argument} { number } }`, by);
    };
    expect((await list(women, `(organisation: "${women}")`)).data['pendingReleases']).toEqual([{ number: 2 }]);
    for (const answer of [await list(women), await list('youth-union', `(organisation: "${women}")`)]) {
      expect([answer.data['pendingReleases'], answer.errors]).toMatchObject([
        null,
        [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
      ]);
    }
    subgraph.takeWarnings();
  });

  test('an organisation that is down is told once it is back', async () => {
    await offered.offer(women, both('2026-10', 7780), later(10));
    await offered.taken(women, 2);
    await offered.takeDown(women);
    expect((await accept(2)).errors).toBeUndefined();
    await offered.looked();
    expect(offered.noted.map(({ state }) => state)).not.toContain('ACCEPTED');
    offered.down.delete(women);
    await until(() => offered.noted.at(-1)?.state === 'ACCEPTED', { what: 'the organisation to be told' });
    subgraph.takeWarnings();
  });
});
