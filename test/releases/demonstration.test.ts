import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { youthUnion } from '@hub/youth-union';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { readChain, share } from '../support/releases.js';
import { type RunningSubgraph, startSubgraph, type SubgraphOptions } from '../support/subgraph.js';
import { elapse, until } from '../support/until.js';
import { guided, guidedPeople } from '../support/youth-files.js';

// Databases in folders are made here, and programs started again.

const folder = mkdtempSync(join(tmpdir(), 'hub-demonstration-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const now = () => new Date('2026-11-20T03:00:00Z');
const byHand = { now, release: { kind: 'by hand' } } as const;
const afterImport = {
  now,
  release: { kind: 'after import' },
  importWait: { quietMs: 100, longestMs: 60_000 },
} as const;

/** Twelve people each who passed in August and September. */
const people = guidedPeople(...guided(1, 12, '14845', '2026-08-05'), ...guided(101, 12, '14845', '2026-09-05'));

const july = { through: '2026-07-31', madeOn: '2026-08-05' };
const august = { through: '2026-08-31', madeOn: '2026-09-04' };
const september = { through: '2026-09-30', madeOn: '2026-10-06' };

describe('releases of the past', () => {
  const running: RunningSubgraph[] = [];
  const start = async (options: SubgraphOptions, url = newDatabase()) => {
    const subgraph = await startSubgraph(youthUnion, url, options);
    running.push(subgraph);
    return subgraph;
  };
  /** Stops it, and starts it again on the same database. */
  const restarting = () => {
    const url = newDatabase();
    return async (options: SubgraphOptions) => {
      for (const subgraph of running.splice(0)) await subgraph.stop();
      return start(options, url);
    };
  };
  const pastOnes = async (subgraph: RunningSubgraph, asks: readonly object[]) => {
    const body = JSON.stringify(asks);
    const answer = await subgraph.operator('/operator/demonstration-releases', { method: 'POST', body });
    return { status: answer.status, answer: (await answer.json()) as any };
  };
  const past = async (subgraph: RunningSubgraph, ask: object) => {
    const { status, answer } = await pastOnes(subgraph, [ask]);
    return { status, answer: status === 200 ? answer[0] : answer };
  };
  const endLoad = async (subgraph: RunningSubgraph) =>
    (await subgraph.operator('/operator/load-ended', { method: 'POST', body: '{}' })).json();
  const made = async (subgraph: RunningSubgraph) =>
    (await readChain(subgraph)).map(({ head }) => `${head.number} ${head.madeAt.slice(0, 10)} ${head.through}`);
  afterEach(async () => {
    for (const subgraph of running.splice(0)) await subgraph.stop();
  });

  test('are made of made-up data in their order, labelled, and once; none follows at the end of the load', async () => {
    const subgraph = await start(afterImport);
    await subgraph.import('guided-people', people, { demonstration: true, more: true });
    for (const ask of [july, august, { ...september, note: 'a note' }]) {
      expect(await past(subgraph, ask)).toMatchObject({ status: 200, answer: { release: { through: ask.through } } });
    }
    expect((await past(subgraph, august)).answer).toEqual({ release: null, why: 'IS_THERE' });
    expect(await endLoad(subgraph)).toEqual({ release: null });
    await elapse(500, 'a release follows when 100 ms are quiet');
    const chain = await readChain(subgraph);
    expect(
      chain.map(({ head: { madeAt, through, note, demonstration } }) => [madeAt, through, note, demonstration]),
    ).toEqual([
      ['2026-08-05T02:00:00.000Z', '2026-07-31', null, true],
      ['2026-09-04T02:00:00.000Z', '2026-08-31', null, true],
      ['2026-10-06T02:00:00.000Z', '2026-09-30', 'a note', true],
    ]);
    expect(await share(subgraph, '14845', '2026-09', '2026-09-10')).toMatchObject({ people: null, release: 2 });
    expect(await share(subgraph, '14845', '2026-09', '2026-10-10')).toMatchObject({ people: 20, release: 3 });
  });

  test('of the same data are what each by itself would be; where one cannot be, none is made', async () => {
    const [together, oneByOne] = [await start(byHand), await start(byHand)];
    for (const subgraph of [together, oneByOne]) {
      await subgraph.import('guided-people', people, { demonstration: true });
    }
    expect(await pastOnes(together, [july, { through: '2026-09-30', madeOn: '2026-09-29' }])).toMatchObject({
      ...{ status: 409, answer: { code: 'FUTURE_THROUGH' } },
    });
    expect(await made(together)).toEqual([]);
    const { answer } = await pastOnes(together, [july, august, july, september]);
    expect(answer.map((one: any) => one.why ?? one.release.number)).toEqual([1, 2, 'IS_THERE', 3]);
    for (const ask of [july, august, september]) await past(oneByOne, ask);
    const cells = async (subgraph: RunningSubgraph) => (await readChain(subgraph)).map(({ pages }) => pages.flat());
    expect((await cells(together)).map((some) => some.length)).toEqual([0, 2, 2]);
    expect(await cells(together)).toEqual(await cells(oneByOne));
    for (const place of ['38', '14845']) {
      expect(await share(together, place, '2026-09', '2026-10-10')).toEqual(
        await share(oneByOne, place, '2026-09', '2026-10-10'),
      );
    }
  });

  test('one that corrects another has the cells of what came in between', async () => {
    const subgraph = await start(byHand);
    await subgraph.import('guided-people', people, { demonstration: true });
    await past(subgraph, september);
    const corrected = guidedPeople(...guided(101, 12, '14845', ''));
    await subgraph.import('guided-people', corrected, { demonstration: true });
    expect((await past(subgraph, { ...september, madeOn: '2026-10-20' })).answer.release).toMatchObject({
      changed: 167,
    });
    expect(await share(subgraph, '14845', '2026-09', '2026-10-19')).toMatchObject({ people: 20, release: 1 });
    expect(await share(subgraph, '14845', '2026-09', '2026-10-20')).toMatchObject({ people: 10, release: 2 });
  });

  test('one that withdraws another goes back to the former, until the next', async () => {
    const subgraph = await start(byHand);
    await subgraph.import('guided-people', people, { demonstration: true });
    const withdrawal = { withdraws: 2, madeOn: '2026-10-10', reason: 'A wrong list' };
    const again = { ...september, madeOn: '2026-10-20' };
    const { answer } = await pastOnes(subgraph, [july, september, withdrawal, again, withdrawal]);
    expect(answer.map((one: any) => one.why ?? [one.release.number, one.release.kind])).toEqual([
      ...[[1, 'FULL'], [2, 'CHANGES'], [3, 'FULL'], [4, 'CHANGES'], 'IS_THERE'],
    ]);
    const known = async (day: string) => {
      const found = await share(subgraph, '14845', '2026-09', day);
      return { people: found?.people, release: found?.release, withdrawn: found?.withdrawn };
    };
    const first = await known('2026-10-09');
    expect(first).toEqual({ people: expect.any(Number), release: 2, withdrawn: true });
    expect(await known('2026-10-10')).toEqual({ people: null, release: 3, withdrawn: false });
    expect(await known('2026-10-20')).toEqual({ people: first.people, release: 4, withdrawn: false });
    const unknown = await past(subgraph, { withdraws: 9, madeOn: '2026-10-25', reason: 'None' });
    expect(unknown).toMatchObject({ status: 409, answer: { code: 'UNKNOWN_RELEASE' } });
  });

  test('are refused where any data is the organisation’s own, or where there is none', async () => {
    const subgraph = await start(byHand);
    expect((await past(subgraph, july)).answer).toEqual({ release: null, why: 'NOT_DEMONSTRATION' });
    await subgraph.import('guided-people', people, { demonstration: true });
    await subgraph.import('guided-people', guidedPeople(...guided(201, 1, '14845', '2026-08-05')));
    expect((await past(subgraph, july)).answer).toEqual({ release: null, why: 'NOT_DEMONSTRATION' });
    expect(await made(subgraph)).toEqual([]);
  });

  test('may have what the organisation ships with beside, and nothing else of that kind', async () => {
    const subgraph = await start(byHand);
    const sessions = readFileSync(new URL('data/guidance-sessions.csv', youthUnion.folder), 'utf8');
    await subgraph.import('guidance-sessions', sessions);
    await subgraph.import('guided-people', people, { demonstration: true });
    expect((await past(subgraph, july)).answer.release).toMatchObject({ number: 1 });
    await subgraph.import('guidance-sessions', `${sessions}\n`);
    expect((await past(subgraph, august)).answer).toEqual({ release: null, why: 'NOT_DEMONSTRATION' });
  });

  test('keep to the clock and to the order that every release keeps to', async () => {
    const subgraph = await start(byHand);
    await subgraph.import('guided-people', people, { demonstration: true });
    const refused = async (ask: object) => {
      const { status, answer } = await past(subgraph, ask);
      return [status, answer.code ?? answer.why];
    };
    expect(await refused({ through: '2026-09-30', madeOn: '2026-11-20' })).toEqual([200, 'NOT_YET']);
    expect(await refused({ through: '2026-09-30', madeOn: '2026-09-29' })).toEqual([409, 'FUTURE_THROUGH']);
    expect(await refused({ through: 'today', madeOn: '2026-09-29' })).toEqual([400, 'BAD_USER_INPUT']);
    expect((await past(subgraph, august)).answer.release).toMatchObject({ number: 1 });
    expect(await refused(july)).toEqual([200, 'IS_THERE']);
    expect(await refused({ through: '2026-07-31', madeOn: '2026-10-06' })).toEqual([409, 'THROUGH_WENT_BACK']);
    // One of now comes after them, and none of the past comes after that.
    expect((await subgraph.release()).answer.release).toMatchObject({ number: 2 });
    expect(await refused(september)).toEqual([200, 'IS_THERE']);
    expect(await made(subgraph)).toEqual(['1 2026-09-04 2026-08-31', '2 2026-11-20 2026-08-31']);
  });

  test('a start after them makes none; a file that comes in then makes one', async () => {
    const again = restarting();
    const first = await again(afterImport);
    await first.import('guided-people', people, { demonstration: true, more: true });
    await past(first, august);
    await endLoad(first);
    const second = await again({ ...afterImport, importWait: { quietMs: 100, longestMs: 200 } });
    await elapse(1_000, 'a release follows when 100 ms are quiet');
    expect(await made(second)).toEqual(['1 2026-09-04 2026-08-31']);
    await second.import('guided-people', guidedPeople(...guided(201, 12, '14845', '2026-10-05')));
    await until(async () => (await made(second)).length >= 2, { what: 'a second release' });
    expect(await made(second)).toEqual(['1 2026-09-04 2026-08-31', '2 2026-11-20 2026-08-31']);
  });

  test.each([
    ['before them', []],
    ['between them', [july]],
  ])('a load that was broken off %s goes on after a start', async (_when, before) => {
    const again = restarting();
    const first = await again(afterImport);
    await first.import('guided-people', people, { demonstration: true, more: true });
    for (const ask of before) await past(first, ask);
    await first.import('guided-people', guidedPeople(...guided(201, 12, '14845', '2026-07-05')), {
      ...{ demonstration: true, more: true },
    });
    const second = await again(afterImport);
    await elapse(500, 'a release follows when 100 ms are quiet');
    expect(await made(second)).toHaveLength(before.length);
    for (const ask of [july, august]) await past(second, ask);
    expect(await endLoad(second)).toEqual({ release: null });
    expect(await made(second)).toEqual(['1 2026-08-05 2026-07-31', '2 2026-09-04 2026-08-31']);
  });

  test('the files of a load wait for its end, which makes one where there are none of the past', async () => {
    const subgraph = await start(afterImport);
    await subgraph.import('guided-people', people, { demonstration: true, more: true });
    await elapse(500, 'a release follows when 100 ms are quiet');
    expect(await made(subgraph)).toEqual([]);
    expect(await endLoad(subgraph)).toMatchObject({ release: { number: 1, through: null } });
  });
});
