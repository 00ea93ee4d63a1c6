import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { movement } from '@hub/movement';
import { syncGoals } from '../../subgraphs/kit/src/definition/sync-goals.js';
import { newDatabase } from '../support/database.js';
import { goalFile, goalRow } from '../support/goal-files.js';
import { startSubgraph } from '../support/subgraph.js';

const home = mkdtempSync(join(tmpdir(), 'goals-folder-'));

describe('the folder of a hub’s goals', () => {
  let goalsFolder: string;
  let url: string;

  const write = (...goals: readonly string[]) => {
    writeFileSync(join(goalsFolder, 'audiences.csv'), goalFile('audiences', 'ADULTS,Người lớn,Adults,18,,'));
    writeFileSync(join(goalsFolder, 'goals.csv'), goalFile('goals', ...goals));
  };
  /** Starts the steering committee's subgraph, imports a file of goals where there is one, and tells its goals. */
  const goalsAfterStart = async (...imported: readonly string[]) => {
    const subgraph = await startSubgraph(movement, url, { goalsFolder });
    try {
      if (imported.length > 0)
        expect((await subgraph.import('goals', goalFile('goals', ...imported))).at(-1)).toMatchObject({ rejected: 0 });
      const rows = await subgraph.execute('select code, valid_from::text as from, target from goal order by 1, 2');
      return rows.map(({ code, from, target }) => [code, from, target]);
    } finally {
      await subgraph.stop();
    }
  };

  beforeEach(() => {
    goalsFolder = mkdtempSync(join(home, 'goals-'));
    url = newDatabase();
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  test('is taken in at the start, and again when it changed', async () => {
    write(goalRow({ code: 'A', from: '2025-01-01', target: 0.9 }));
    expect(await goalsAfterStart()).toEqual([['A', '2025-01-01', 0.9]]);
    write(goalRow({ code: 'A', from: '2025-01-01', target: 0.7 }), goalRow({ code: 'B', from: '2025-01-01' }));
    expect(await goalsAfterStart()).toEqual([
      ['A', '2025-01-01', 0.7],
      ['B', '2025-01-01', 0.8],
    ]);
  });

  test('that contradicts what an operator imported is refused, and what was there stays', async () => {
    const first = goalRow({ code: 'A', from: '2025-01-01', until: '2025-12-31', target: 0.9 });
    const second = goalRow({ code: 'A', from: '2026-01-01', target: 1 });
    write(goalRow({ code: 'A', from: '2025-01-01', target: 0.9 }));
    const imported = await goalsAfterStart(first, second);
    write(goalRow({ code: 'A', from: '2025-01-01', target: 0.5 }), goalRow({ code: 'B', from: '2025-01-01' }));
    expect(await goalsAfterStart()).toEqual(imported);
  });

  test('that lacks a file keeps a subgraph from starting', async () => {
    const log = { warn: () => undefined } as never;
    const sync = syncGoals(movement, {} as never, {
      ...{ config: { goalsFolder: join(home, 'none'), rootPlace: '38' }, log },
      now: () => new Date('2026-11-28T00:00:00Z'),
    });
    await expect(sync).rejects.toThrow('Expected GOALS_FOLDER to be a folder with audiences.csv and goals.csv: ENOENT');
  });
});
