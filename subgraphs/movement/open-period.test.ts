import { readFile } from 'node:fs/promises';
import type { Cell } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

/** Two communes of 1000 pupils each; the goal is to reach all of them by the last day of 2026. */
const [behind, reached] = ['14845', '14758'];
const cell = (place: string, people: number, month: string): Cell => [
  ...(['PUPILS', place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + 9, 0] as const),
];

describe('a period that one organisation has reported, and another has not', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const progress = async (place: string, period: string) => {
    const { data, errors } = await subgraph.query(
      `{ goal(code: "PUPILS") { progress(commune: "${place}", period: "${period}") {
        status pace completeThrough isComplete people { lower } ends { least { people status } most { status } }
        requiredPace { peoplePerMonth } } } }`,
    );
    expect(errors).toBeUndefined();
    return data['goal'].progress;
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => new Date('2026-11-20T03:00:00Z') },
    });
    const expected = await readFile(new URL('data/goal-expectations.csv', movement.folder), 'utf8');
    const denominators = [behind, reached].map((place) => `PUPILS,${place},1,1000,2026-08-31,2025-07-01,,Sở,,false`);
    for (const [kind, content] of [
      ['organisations', await readFile(new URL('data/organisations.csv', movement.folder), 'utf8')],
      ['goal-expectations', `${expected.trimEnd()}\nPUPILS,youth-union,2025-01-01,,\n`],
      ['denominators', goalFile('denominators', ...denominators)],
    ] as const) {
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    await offered.release('youth-union', [cell(behind, 20, '2026-08'), cell(reached, 20, '2026-08')], {
      ...{ through: '2026-08-31', madeAt: '2026-09-05T01:00:00.000Z' },
    });
    await offered.release(
      'education',
      [
        ...[cell(behind, 700, '2026-08'), cell(behind, 740, '2026-09'), cell(behind, 780, '2026-10')],
        ...[cell(reached, 700, '2026-08'), cell(reached, 900, '2026-09'), cell(reached, 1000, '2026-10')],
      ],
      { through: '2026-10-31', madeAt: '2026-11-05T01:00:00.000Z' },
    );
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('is judged by the people of the last month that both have: those of a later one are ahead of that day', async () => {
    const [august, october] = [await progress(behind, '2026-08'), await progress(behind, '2026-10')];
    expect(august).toMatchObject({ status: 'AT_RISK', isComplete: true, people: { lower: 700 } });
    // 780 of 1000 is on the planned line on 31 August, and below it on 31 October.
    expect(october).toMatchObject({ completeThrough: '2026-08-31', isComplete: false, people: { lower: 780 } });
    const { pace, status, requiredPace } = august;
    expect(october).toMatchObject({ pace, status, requiredPace });
    expect(october.ends).toMatchObject({ least: { people: 780, status: 'AT_RISK' }, most: { status: 'AT_RISK' } });
  });

  test('has reached the target where those who are told of have, whoever else comes', async () => {
    expect(await progress(reached, '2026-09')).toMatchObject({ status: 'AT_RISK' });
    expect(await progress(reached, '2026-10')).toMatchObject({ status: 'ACHIEVED', completeThrough: '2026-08-31' });
  });
});
