import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const [muongLat, hamRong] = ['14845', '14758'];
const cell = (goal: string, place: string, month: string, people: number): Cell => [
  ...([goal, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + (place === '38' ? 19 : 9), 0] as const),
];

describe('the quality report of a goal and month', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quality-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let now = new Date('2026-11-19T03:00:00Z');

  const analyst = { caller: callerWith('progress:read') };
  const report = async (goal: string, month: string) => {
    const fields = 'concept sims unit value notKnown';
    const { data, errors } = await gateway.query(
      `{ goal(code: "${goal}") { quality(month: "${month}") {
        month indicators { ${fields} } communeIndicators { ${fields} } coherence { rule } } } }`,
      analyst,
    );
    expect(errors).toBeUndefined();
    const { indicators: ofWhole, communeIndicators: ofCommunes, ...others } = (data as any).goal.quality;
    const indicators = [...ofWhole, ...ofCommunes];
    const values = indicators.map(({ concept, value, notKnown }: any) => [concept, value ?? notKnown]);
    return { ...others, indicators, values: Object.fromEntries(values) };
  };
  const confirmed = (cells: readonly (readonly [place: string, month: string, people: number])[]) =>
    cells.map(([place, month, people]) => cell('ADULTS_CONFIRMED', place, month, people));

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => now },
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    const take = async (kind: string, content: Buffer | string) => {
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    };
    for (const kind of ['organisations', 'goal-expectations', 'goal-days', 'goal-metadata'])
      await take(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    now = new Date('2026-10-14T03:00:00Z');
    await offered.release('identity', confirmed([['38', '2026-09', 400]]), {
      ...{ through: '2026-09-30', madeAt: '2026-10-05T01:00:00.000Z' },
    });
    await publishThrough(gateway, { period: '2026-09' });

    now = new Date('2026-11-17T03:00:00Z');
    const october = [
      ['38', '2026-09', 360],
      ['38', '2026-10', 500],
      [muongLat, '2026-10', 120],
      [hamRong, '2026-10', 50],
    ] as const;
    await offered.release('identity', confirmed(october), { madeAt: '2026-11-12T01:00:00.000Z', withoutNumber: 20 });
    await offered.release('womens-union', [cell('ADULTS_BASIC', '38', '2026-10', 100)]);
    await publishThrough(gateway, { period: '2026-10' });

    now = new Date('2026-11-19T03:00:00Z');
    await offered.release('identity', confirmed([['38', '2026-10', 560]]), {
      ...{ madeAt: '2026-11-18T01:00:00.000Z', withoutNumber: 30 },
    });
    await publishThrough(gateway, { period: '2026-10' });
    await offered.release('youth-union', [cell('ADULTS_BASIC', '38', '2026-10', 40)], {
      madeAt: '2026-11-18T01:00:00.000Z',
    });

    // At the end, for releases with more people than these would wait to be accepted.
    const { data } = await gateway.query('{ communes(first: 500) { nodes { code } } }');
    const denominators = (data as any).communes.nodes.map(({ code }: { code: string }) => [code, 70]);
    await take(
      'denominators',
      goalFile(
        'denominators',
        ...[['38', 500], ...denominators].map(
          ([place, people]) => `ADULTS,${place},1,${people},2026-08-31,2025-07-01,,Sở,,false`,
        ),
      ),
    );
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('has each number as it is computed by hand', async () => {
    const { month, values, coherence } = await report('ADULTS_CONFIRMED', '2026-10');
    expect(month).toBe('2026-10');
    expect(values).toEqual({
      DATA_COMPLETENESS: 1,
      UNCOUNTED_ORGANISATIONS: 0,
      // 560 to 569 people; 9 / (2 × 1.959964) / 560.
      VARIATION: 0.0041,
      // Two communes have people: 9 / (2 × 1.959964) / 120 and / 50.
      MEDIAN_VARIATION: 0.0325,
      LARGEST_VARIATION: 0.0459,
      // (560 − 500) / 560.
      OVER_COVERAGE: 0.1071,
      LINKAGE: 1,
      REFUSED_ROWS: 30,
      // September: 360 − 400. October: 560 − 500.
      REVISED_MONTHS: 2,
      MEAN_REVISION: 10,
      MEAN_ABSOLUTE_REVISION: 50,
      // (40 + 60) / (360 + 560).
      RELATIVE_ABSOLUTE_REVISION: 0.1087,
      // Published on 17 and 19 November, due on the 15th. The report was due on the 10th and came on the 12th.
      TIME_LAG_FIRST: 17,
      TIME_LAG_LAST: 19,
      PUNCTUALITY: 2,
      REPORTS_ON_TIME: 0,
      // The denominators of the communes add up to more than the whole's.
      CONTRADICTIONS: 1,
      // The contact is missing.
      METADATA_COMPLETENESS: 0.875,
    });
    expect(coherence).toEqual([{ rule: 'DENOMINATORS_DIFFER' }]);
  });

  test('of a month before has what was published up to it', async () => {
    const { values } = await report('ADULTS_CONFIRMED', '2026-09');
    expect(values).toMatchObject({
      ...{ REVISED_MONTHS: 1, MEAN_REVISION: -40, MEAN_ABSOLUTE_REVISION: 40, RELATIVE_ABSOLUTE_REVISION: 0.1111 },
      ...{ TIME_LAG_FIRST: 14, TIME_LAG_LAST: 14, PUNCTUALITY: -1, REPORTS_ON_TIME: 1, OVER_COVERAGE: 0 },
      ...{ MEDIAN_VARIATION: 'NO_ESTIMATE', LARGEST_VARIATION: 'NO_ESTIMATE' },
    });
  });

  test('of a goal that two of four organisations have reported says what is missing', async () => {
    const { values } = await report('ADULTS_BASIC', '2026-10');
    expect(values).toMatchObject({
      ...{ DATA_COMPLETENESS: 0.5, UNCOUNTED_ORGANISATIONS: 0.5, VARIATION: 'NO_ESTIMATE', LINKAGE: 0 },
      // The first publication counts one organisation, the figure of now two.
      ...{ REFUSED_ROWS: 0, REVISED_MONTHS: 0, MEAN_REVISION: 'NOT_COMPARABLE', REPORTS_ON_TIME: 0.25 },
    });
  });

  test('says why a number is not known', async () => {
    const { values } = await report('PUPILS', '2026-08');
    // Months of it were published without a figure.
    expect((await report('PUPILS', '2026-10')).values).toMatchObject({
      MEAN_REVISION: 'NO_FIGURE',
      TIME_LAG_FIRST: 17,
    });
    const [figure, published] = ['NO_FIGURE', 'NOT_PUBLISHED'];
    expect(values).toEqual({
      ...{ DATA_COMPLETENESS: 0, UNCOUNTED_ORGANISATIONS: 1, VARIATION: figure, OVER_COVERAGE: figure },
      ...{ MEDIAN_VARIATION: figure, LARGEST_VARIATION: figure, LINKAGE: figure, REFUSED_ROWS: figure },
      ...{ REVISED_MONTHS: 0, MEAN_REVISION: published, MEAN_ABSOLUTE_REVISION: published },
      ...{ RELATIVE_ABSOLUTE_REVISION: published, TIME_LAG_FIRST: published, TIME_LAG_LAST: published },
      ...{ PUNCTUALITY: published, REPORTS_ON_TIME: 0, CONTRADICTIONS: 0, METADATA_COMPLETENESS: 0.875 },
    });
  });

  test('of the whole is for everyone, of communes for those who may see their figures', async () => {
    const asked = (fields: string) =>
      gateway.query(`{ goal(code: "ADULTS_CONFIRMED") { quality(month: "2026-10") { ${fields} } } }`, {
        caller: callerWith(),
      });
    const { data } = await asked('indicators { concept value }');
    expect((data as any).goal.quality.indicators).toContainEqual({ concept: 'MEAN_REVISION', value: 10 });
    const { errors } = await asked('communeIndicators { concept }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
  });

  test('names each concept once, with its code and unit', async () => {
    const { indicators } = await report('ADULTS_CONFIRMED', '2026-10');
    expect(new Set(indicators.map(({ concept }: any) => concept)).size).toBe(indicators.length);
    for (const { sims, unit } of indicators) {
      expect(sims).toMatch(/^S\.1[0-7](\.\d)+$/);
      expect(['SHARE', 'PEOPLE', 'DAYS', 'COUNT']).toContain(unit);
    }
  });

  test('is of months alone', async () => {
    const { errors } = await gateway.query('{ goal(code: "PUPILS") { quality(month: "2026-Q3") { month } } }', analyst);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('each figure of people has its coefficient of variation', async () => {
    const { data } = await gateway.query(
      `{ goal(code: "ADULTS_CONFIRMED") { progressByCommune(period: "2026-10", codes: ["${muongLat}", "${hamRong}"]) {
        nodes { communeCode people { coefficientOfVariation } } } } }`,
      analyst,
    );
    const nodes = (data as any).goal.progressByCommune.nodes;
    const found = nodes.map(({ communeCode, people }: any) => [communeCode, people.coefficientOfVariation]);
    expect(Object.fromEntries(found)).toEqual({ [muongLat]: 0.0191, [hamRong]: 0.0459 });
  });
});
