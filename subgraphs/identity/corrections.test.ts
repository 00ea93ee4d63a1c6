import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { identity } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const header = 'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures';
const counts = (...rows: readonly string[]) => `${header}\n${rows.join('\n')}\n`;
const adults = ['14845', '14848', '14854'].map((code) => `${code},500,2025-07-01,Census`);

describe('a later file of a month', () => {
  let subgraph: RunningSubgraph;

  beforeEach(async () => {
    subgraph = await startSubgraph(identity, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    await taken('counted-goals', 'goal_code,measure\nADULTS_CONFIRMED,ADULTS_CONFIRMED');
    await taken('adults', ['commune_code,adults,as_of,source', ...adults].join('\n'));
    await taken('identity-counts', counts('14845,2026-01,100,300,250,40', '14848,2026-01,50,200,150,30'));
    await taken('identity-counts', counts('14845,2026-02,140,320,280,45', '14848,2026-02,60,210,160,30'));
  });
  afterEach(() => subgraph.stop());

  const taken = async (kind: string, content: string) => {
    const lines = await subgraph.import(kind, content);
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    return lines.slice(0, -1);
  };
  const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  const corrected = (key: string, column: string, former: number | null, now: number | null) => {
    return { type: 'corrected', key, column, former, now };
  };
  /** The share of a place in a new release of the current records. */
  const share = async (communeCode: string, period: string) => {
    await changes();
    return (await shareOf(subgraph, { goalCode: 'ADULTS_CONFIRMED', communeCode, period }))?.people;
  };
  /** Makes a release; returns the places with changed cells. */
  const changes = async () => {
    const { status, answer } = await subgraph.release();
    expect(status).toBe(200);
    return [...new Set(answer.release?.firstChanges.map(({ to: [, place] }) => place))].sort();
  };
  const corrections = async () => {
    const people = '{ people }';
    const figures = `{ adultsConfirmed ${people} digitalSignatures ${people} }`;
    const { data, errors } = await subgraph.query(
      `{ identityCorrections { nodes { month revision file correctedAt commune { code } former ${figures} corrected ${figures} } }
         identityMonths { nodes { month revision takenAt corrections { totalCount } } } }`,
    );
    expect(errors).toBeUndefined();
    return data;
  };

  test('replaces it whole, and says what is not as it was, in its answer and in the graph', async () => {
    await changes();
    const lines = await taken(
      'identity-counts',
      counts('14845,2026-01,90,300,250,40', '14854,2026-01,20,30,20,10', '14848,2026-01,50,200,150,30'),
    );
    expect(lines).toEqual([
      corrected('14845/2026-01', 'adults_confirmed', 100, 90),
      corrected('14854/2026-01', 'adults_confirmed', null, 20),
      corrected('14854/2026-01', 'accounts_level_1', null, 30),
      corrected('14854/2026-01', 'accounts_level_2', null, 20),
      corrected('14854/2026-01', 'digital_signatures', null, 10),
    ]);
    expect(await changes()).toEqual(['14845', '14854', '38']);
    expect(await share('14845', '2026-01')).toBe(90);
    expect(await share('14845', '2026-02')).toBe(140);
    expect(await share('38', '2026-01')).toBe(160);
    const { identityCorrections, identityMonths } = await corrections();
    expect(identityCorrections.nodes).toEqual([
      {
        ...{ month: '2026-01', revision: 2, file: 'test.csv', correctedAt: moment, commune: { code: '14845' } },
        former: { adultsConfirmed: { people: 100 }, digitalSignatures: { people: 40 } },
        corrected: { adultsConfirmed: { people: 90 }, digitalSignatures: { people: 40 } },
      },
      {
        ...{ month: '2026-01', revision: 2, file: 'test.csv', correctedAt: moment, commune: { code: '14854' } },
        former: null,
        corrected: { adultsConfirmed: { people: 20 }, digitalSignatures: { people: 10 } },
      },
    ]);
    expect(identityMonths.nodes).toEqual([
      { month: '2026-01', revision: 2, takenAt: moment, corrections: { totalCount: 2 } },
      { month: '2026-02', revision: 1, takenAt: moment, corrections: { totalCount: 0 } },
    ]);
  });

  test('takes back the counts of a commune that it lacks', async () => {
    expect(await taken('identity-counts', counts('14845,2026-02,140,320,280,45'))).toEqual([
      corrected('14848/2026-02', 'adults_confirmed', 60, null),
      corrected('14848/2026-02', 'accounts_level_1', 210, null),
      corrected('14848/2026-02', 'accounts_level_2', 160, null),
      corrected('14848/2026-02', 'digital_signatures', 30, null),
    ]);
    expect(await share('14848', '2026-02')).toBe(50);
    const { identityCorrections } = await corrections();
    expect(identityCorrections.nodes).toMatchObject([
      { commune: { code: '14848' }, former: { adultsConfirmed: { people: 60 } }, corrected: null },
    ]);
  });

  test('that says the same changes nothing', async () => {
    await changes();
    expect(
      await taken('identity-counts', counts('14848,2026-01,50,200,150,30', '14845,2026-01,100,300,250,40')),
    ).toEqual([]);
    expect(await corrections()).toMatchObject({
      identityCorrections: { nodes: [] },
      identityMonths: { nodes: [{ revision: 1 }, { revision: 1 }] },
    });
    expect(await changes()).toEqual([]);
  });

  test('is a correction of its own each time, whose former values are those of the file before', async () => {
    for (const people of [110, 120])
      await taken('identity-counts', counts(`14845,2026-01,${people},300,250,40`, '14848,2026-01,50,200,150,30'));
    await changes();
    const { identityCorrections } = await corrections();
    expect(
      identityCorrections.nodes.map(({ revision, former, corrected: now }: any) => [
        revision,
        former.adultsConfirmed.people,
        now.adultsConfirmed.people,
      ]),
    ).toEqual([
      [2, 100, 110],
      [3, 110, 120],
    ]);
  });

  test('is not told where no published number changed by it, nor before the next release', async () => {
    await taken(
      'identity-counts',
      counts('14845,2026-03,140,320,280,45', '14848,2026-03,60,210,160,30', '14854,2026-03,4,30,15,10'),
    );
    await taken(
      'identity-counts',
      counts('14845,2026-03,141,320,280,45', '14848,2026-03,61,210,160,30', '14854,2026-03,40,50,25,10'),
    );
    const before = await corrections();
    expect(before.identityCorrections.nodes).toEqual([]);
    await changes();
    const { identityCorrections } = await corrections();
    expect(
      identityCorrections.nodes.map(({ commune, former, corrected: now }: any) => [
        commune.code,
        former.adultsConfirmed.people,
        now.adultsConfirmed.people,
      ]),
    ).toEqual([['14854', 0, 40]]);
  });

  test('that is made up marks its month and the share in the goal', async () => {
    await subgraph.import('identity-counts', counts('14845,2026-03,150,320,280,45'), { demonstration: true });
    const { data } = await subgraph.query('{ identityMonths { nodes { demonstration } } }');
    expect(data['identityMonths'].nodes.map(({ demonstration }: any) => demonstration)).toEqual([false, false, true]);
  });
});
