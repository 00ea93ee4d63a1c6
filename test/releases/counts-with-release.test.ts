import { provinceDay } from '@hub/kit';
import { youthUnion } from '@hub/youth-union';
import { afterEach, describe, expect, test } from '@jest/globals';
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

  test('is counted on the province’s day, when the day before goes on in UTC', async () => {
    const ofToday = `select 'OF_TODAY' as measure, '' as subject, null as place, ${provinceDay}::text as month, 20 as people`;
    const definition = { ...youthUnion, tables: [{ measures: ['OF_TODAY'], counts: ofToday }] };
    subgraph = await startSubgraph(definition, newDatabase(), { now: () => new Date('2026-06-19T23:30:00Z') });
    expect(await released()).toMatchObject({ number: 1 });
    expect((await published()).counts).toEqual([{ measure: 'OF_TODAY', place: '38', month: '2026-06-20', people: 20 }]);
  });
});
