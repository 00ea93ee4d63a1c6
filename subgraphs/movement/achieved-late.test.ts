import { readFile } from 'node:fs/promises';
import type { Cell } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

/** Communes in which each of 200 pupils is to be reached by the last day of 2026. */
const [late, before, perhaps, never] = ['14845', '14758', '14797', '14812'];
type Range = readonly [least: number, most: number];
/** The pupils who were reached by the end of December and of January. */
const reached: readonly (readonly [place: string, december: Range, january: Range])[] = [
  ['38', [3900, 3919], [4000, 4019]],
  [late, [180, 189], [200, 209]],
  [before, [200, 209], [200, 209]],
  // It may have been all of them.
  [perhaps, [190, 209], [200, 209]],
  [never, [100, 109], [110, 119]],
];
const cell = (place: string, [least, most]: Range, month: string): Cell => [
  ...(['PUPILS', place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([least, most, 0] as const),
];

describe('a goal after its deadline', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const statusOf = async (place: string, period: string) => {
    const { data, errors } = await subgraph.query(
      `{ goal(code: "PUPILS") { progress(commune: "${place}", period: "${period}") { status } } }`,
    );
    expect(errors).toBeUndefined();
    return data['goal'].progress.status;
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => new Date('2027-02-20T03:00:00Z') },
    });
    const ofPupils = (place: string, pupils: number) =>
      `PUPILS,${place},1,${pupils},2026-10-31,2025-07-01,,Sở Giáo dục,,false`;
    const denominators = reached.map(([place]) => ofPupils(place, place === '38' ? 4000 : 200));
    for (const [kind, content] of [
      ...(await Promise.all(
        ['organisations', 'goal-expectations'].map(
          async (kind) => [kind, await readFile(new URL(`data/${kind}.csv`, movement.folder))] as const,
        ),
      )),
      ['denominators', goalFile('denominators', ...denominators)] as const,
    ]) {
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    for (const [index, [month, through, made]] of [
      ['2026-12', '2026-12-31', '2027-01-08'] as const,
      ['2027-01', '2027-01-31', '2027-02-08'] as const,
    ].entries()) {
      const cells = reached.map(([place, ...ranges]) => cell(place, ranges[index] ?? [0, 9], month));
      await offered.release('education', cells, { through, madeAt: `${made}T01:00:00.000Z` });
    }
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test.each([
    ['that was surely missed, and is reached since, is achieved late', late, 'MISSED', 'ACHIEVED_LATE'],
    ['of the whole, too', '38', 'MISSED', 'ACHIEVED_LATE'],
    ['that was reached by then is achieved', before, 'ACHIEVED', 'ACHIEVED'],
    ['that may have been reached by then is not said to be late', perhaps, 'UNCERTAIN', 'ACHIEVED'],
    ['that is not reached yet is missed', never, 'MISSED', 'MISSED'],
  ])('%s', async (_what, place, atDeadline, now) => {
    expect(await statusOf(place, '2026-12')).toBe(atDeadline);
    expect(await statusOf(place, '2027-01')).toBe(now);
  });
});
