import { provinceDay } from '@hub/kit';
import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../subgraphs/kit/src/database/database.js';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guided, guidedPeople } from '../support/youth-files.js';

describe('what is published beside a release', () => {
  let subgraph: RunningSubgraph;
  afterEach(() => subgraph.stop());

  const taken = async (kind: string, content: string) => {
    expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const activations = (count: number) =>
    taken('account-activations', `commune_code,month,level,method,occurrences\n14845,2026-05,2,AT_HOME,${count}\n`);
  const published = async () => ({
    counts: await subgraph.execute('select measure, place, month, people from published_count order by 1, 2, 3'),
    measures: await subgraph.execute('select * from published_measure order by measure'),
    provenance: await subgraph.execute('select * from published_provenance order by kind'),
  });
  const released = async () => (await subgraph.release()).answer.release;

  test('moves with it alone: counts that changed make one, and where none is made nothing moves', async () => {
    subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-06-20T03:00:00Z') });
    await taken('guided-people', guidedPeople(...guided(1, 12, '14845', '2026-04-05')));
    await activations(35);
    expect(await released()).toMatchObject({ number: 1 });
    const before = await published();
    expect(before.counts).toMatchObject([{ measure: 'ACTIVATIONS', people: 30 }]);

    await activations(38);
    expect(await released()).toBeNull();
    expect(await published()).toEqual(before);

    await activations(41);
    expect((await subgraph.release({ dryRun: true })).answer.release).toMatchObject({ number: 2, changed: 0 });
    expect(await published()).toEqual(before);
    expect(await released()).toMatchObject({ number: 2, changed: 0 });
    expect((await published()).counts).toMatchObject([{ measure: 'ACTIVATIONS', people: 40 }]);
    expect(await released()).toBeNull();
  });

  describe('where a table did not change', () => {
    /** How often a release counted activations. */
    const counted = async (): Promise<{ readonly number: number | undefined; readonly times: number }> => {
      subgraph.takeStatements();
      const release = await released();
      const times = subgraph.takeStatements().filter((text) => /declare .* from account_activation/s.test(text)).length;
      return { number: release?.number, times };
    };
    const activated = () =>
      subgraph.execute(`select people from published_count where measure = 'ACTIVATIONS' and place = '14845'`);
    const guide = (until: number) => taken('guided-people', guidedPeople(...guided(1, until, '14845', '2026-04-05')));

    let url: string;
    beforeEach(async () => {
      url = newDatabase();
      subgraph = await startSubgraph(youthUnion, url, { now: () => new Date('2026-06-20T03:00:00Z') });
      await guide(12);
      await activations(35);
      expect(await counted()).toEqual({ number: 1, times: 1 });
    });

    test('is taken over from the former release, without being counted', async () => {
      await guide(40);
      expect(await counted()).toEqual({ number: 2, times: 0 });
      expect(await activated()).toEqual([{ people: 30 }]);
      await activations(41);
      expect(await counted()).toEqual({ number: 3, times: 1 });
      expect(await activated()).toEqual([{ people: 40 }]);
      await guide(60);
      expect(await counted()).toEqual({ number: 4, times: 0 });
    });

    test('is counted where what is published was changed by hand, or its changes are not noted', async () => {
      await subgraph.execute(`update published_count set people = 500, at_most = 509 where measure = 'ACTIVATIONS'`);
      expect(await counted()).toEqual({ number: 2, times: 1 });
      expect(await activated()).toEqual([{ people: 30 }]);
      await subgraph.execute(`alter table account_activation disable trigger table_change`);
      await guide(40);
      expect(await counted()).toEqual({ number: 3, times: 1 });
    });

    test('is counted where a change that a release did not see came in beside it', async () => {
      const other = await openDatabase(url, { entities: [], migrations: [] });
      const beside = other.em.fork();
      await beside.begin();
      await beside.execute(`update account_activation set occurrences = 55`);
      await guide(40);
      expect(await counted()).toEqual({ number: 2, times: 0 });
      await beside.commit();
      await other.close();
      expect(await counted()).toEqual({ number: 3, times: 1 });
      expect(await activated()).toEqual([{ people: 50 }]);
    });
  });

  test('is counted on the province’s day, when the day before goes on in UTC', async () => {
    const ofToday = `select 'OF_TODAY' as measure, '' as subject, null as place, ${provinceDay}::text as month, 20 as people`;
    const definition = { ...youthUnion, tables: [{ measures: ['OF_TODAY'], counts: ofToday }] };
    subgraph = await startSubgraph(definition, newDatabase(), { now: () => new Date('2026-06-19T23:30:00Z') });
    expect(await released()).toMatchObject({ number: 1 });
    expect((await published()).counts).toEqual([{ measure: 'OF_TODAY', place: '38', month: '2026-06-20', people: 20 }]);
  });
});
