import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identity } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const header = 'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures';
const counts = (...rows: readonly string[]) => `${header}\n${rows.join('\n')}\n`;

const adults = `commune_code,adults,as_of,source
14845,500,2025-07-01,Census
14845,600,2026-03-01,Police
14848,400,2025-07-01,Census
14854,300,2025-07-01,Census
14857,118,2025-07-01,Census
`;

const january = counts(
  '14845,2026-01,100,300,250,40',
  '14848,2026-01,7,200,150,30',
  '14854,2026-01,30,120,100,12',
  '14857,2026-01,60,100,95,0',
);
const february = counts(
  '14845,2026-02,120,320,280,45',
  '14848,2026-02,15,210,160,30',
  '14854,2026-02,30,130,110,12',
  '14857,2026-02,112,110,98,3',
);

/** Published range of a number: ten wide by default. */
const many = (people: number, atMost = people + 9) => ({ people, atMost });
const count = '{ people atMost }';
const figures = `adultsConfirmed ${count} accountsLevel1 ${count} accountsLevel2 ${count} digitalSignatures ${count}`;

describe('VNeID’s counts', () => {
  let subgraph: RunningSubgraph;
  let unreleased: unknown;

  beforeAll(async () => {
    subgraph = await startSubgraph(identity, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const files: readonly (readonly [kind: string, content: string, rows: number])[] = [
      ['counted-goals', 'goal_code,measure\nADULTS_CONFIRMED,ADULTS_CONFIRMED\n', 1],
      ['adults', adults, 5],
      ['identity-counts', january, 4],
      ['identity-counts', february, 4],
      ['counted-indicators', 'indicator_code,measure\nVNEID_ACCOUNTS,ACCOUNTS_LEVEL_1\n', 1],
    ];
    for (const [kind, content, rows] of files)
      expect(await subgraph.import(kind, content)).toEqual([
        expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 }),
      ]);
    unreleased = await data(`{ identityMonths(first: 1) { nodes { total { adultsConfirmed ${count} } } } }`);
    expect(await subgraph.release()).toMatchObject({ status: 200 });
  });
  afterAll(() => subgraph.stop());

  const data = async (query: string) => {
    const answer = await subgraph.query(query);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const entity = async (representation: Record<string, unknown>, selection: string) => {
    const type = String(representation['__typename']);
    const answer = await subgraph.entities([representation], `... on ${type} { ${selection} }`);
    expect(answer.errors).toBeUndefined();
    return answer.data['_entities'][0];
  };
  /** The share of a place in a new release of the current records. */
  const share = async (communeCode: string, period: string) => {
    expect(await subgraph.release()).toMatchObject({ status: 200 });
    const said = await shareOf(subgraph, { goalCode: 'ADULTS_CONFIRMED', communeCode, period });
    return { ...countsOf(said), demonstration: said?.demonstration };
  };

  test('nothing is said of how many there are before a release', () => {
    expect(unreleased).toEqual({
      identityMonths: { nodes: [{ total: { adultsConfirmed: { people: null, atMost: null } } }] },
    });
  });

  test('a commune shows its counts month by month, with the adults of the month', async () => {
    const { confirmations } = await entity(
      { __typename: 'Commune', code: '14845' },
      `confirmations(period: "2026-Q1") { totalCount nodes { month figures { ${figures} } adults { adults asOf source demonstration } commune { code } report { revision file demonstration } } }`,
    );
    const report = { revision: 1, file: 'test.csv', demonstration: false };
    const of = { adults: { adults: 500, asOf: '2025-07-01', source: 'Census', demonstration: false } };
    expect(confirmations).toEqual({
      totalCount: 2,
      nodes: [
        {
          ...{ month: '2026-01', ...of, report, commune: { code: '14845' } },
          figures: {
            adultsConfirmed: many(100),
            accountsLevel1: many(300),
            accountsLevel2: many(250),
            digitalSignatures: many(40),
          },
        },
        {
          ...{ month: '2026-02', ...of, report, commune: { code: '14845' } },
          figures: {
            adultsConfirmed: many(120),
            accountsLevel1: many(320),
            accountsLevel2: many(280),
            digitalSignatures: many(40),
          },
        },
      ],
    });
    expect(await entity({ __typename: 'Commune', code: '14863' }, 'confirmations { totalCount }')).toEqual({
      confirmations: { totalCount: 0 },
    });
  });

  test('months, and counts of a month or commune, come in the order that is asked for', async () => {
    const found = await data(`{
      identityMonths(orderBy: MONTH_DESC) { nodes { month counts(orderBy: COMMUNE_DESC) { nodes { commune { code } } } } }
      usual: identityMonths { nodes { month counts { nodes { commune { code } } } } }
      identityCounts(first: 100, orderBy: COMMUNE_ASC) { nodes { commune { code } report { month } } }
    }`);
    const turned = ({ month, counts: { nodes } }: any) => ({ month, counts: { nodes: nodes.toReversed() } });
    expect(found.identityMonths.nodes).toEqual(found.usual.nodes.toReversed().map(turned));
    const rows = found.identityCounts.nodes.map(({ commune, report }: any) => `${commune.code} ${report.month}`);
    expect(rows).toEqual(rows.toSorted());
  });

  test('ten numbers are possible of each count, be it of a few, of those without level 2, or of nearly all adults', async () => {
    const { identityMonths } = await data(
      `{ identityMonths(period: "2026-Q1") { nodes { total { ${figures} } counts { nodes { commune { code } figures { ${figures} } } } } } }`,
    );
    const [month, next] = identityMonths.nodes;
    // Totals of the whole are published in steps of twenty, or as the sum of the communes.
    expect(month.total).toEqual({
      adultsConfirmed: many(190),
      accountsLevel1: many(720, 739),
      accountsLevel2: many(590),
      digitalSignatures: many(80, 99),
    });
    expect(next.total.adultsConfirmed).toEqual(many(260, 279));
    const shown = ({ counts: { nodes } }: any) =>
      nodes.map(({ commune, figures: of }: any) => [
        commune.code,
        of.adultsConfirmed,
        of.accountsLevel1,
        of.accountsLevel2,
        of.digitalSignatures,
      ]);
    expect(shown(month)).toEqual([
      ['14845', many(100), many(300), many(250), many(40)],
      ['14848', many(0), many(200), many(150), many(30)],
      ['14854', many(30), many(120), many(100), many(10)],
      // The commune has 118 adults, so 110 to 118 would leave nine values only.
      ['14857', many(60), many(100, 118), many(90), many(0)],
    ]);
    expect(shown(next)[3]).toEqual(['14857', many(100, 118), many(100, 118), many(90), many(0)]);
  });

  test('counts are listed by commune and period, page by page', async () => {
    const page = async (slice: string) =>
      (
        await data(
          `{ identityCounts(${slice}) { totalCount pageInfo { endCursor } nodes { month commune { code } } } }`,
        )
      )['identityCounts'];
    expect(await page('commune: "14848"')).toMatchObject({
      totalCount: 2,
      nodes: [{ month: '2026-01' }, { month: '2026-02' }],
    });
    const first = await page('period: "2026-02", first: 3');
    expect(first.totalCount).toBe(4);
    expect(await page(`period: "2026-02", first: 3, after: "${first.pageInfo.endCursor}"`)).toMatchObject({
      nodes: [{ month: '2026-02', commune: { code: '14857' } }],
    });
    expect(await page('commune: "99999"')).toMatchObject({ totalCount: 0 });
  });

  test('the confirmed are its share in the goal, to date, and published as the counts are', async () => {
    const shown = { occurrences: 0, demonstration: false };
    expect(await share('14845', '2026-01')).toEqual({ ...shown, ...many(100) });
    expect(await share('14845', '2026-02')).toEqual({ ...shown, ...many(120) });
    // No counts exist after February.
    expect(await share('14845', '2026-10')).toEqual({ ...shown, people: null, atMost: null, occurrences: null });
    expect(await share('38', '2026-01')).toEqual({ ...shown, ...many(190) });
    expect(await share('38', '2026')).toEqual({ ...shown, ...many(260, 279) });
    expect(await share('38', '2025')).toEqual({ ...shown, ...many(0) });
    expect(await share('14848', '2026-01')).toEqual({ ...shown, ...many(0) });
    expect(await share('14848', '2026-02')).toEqual({ ...shown, ...many(10) });
    expect(await share('14857', '2026-02')).toEqual({ ...shown, ...many(100, 118) });
  });

  test('an indicator leads to the counts that its readings are of, and to who answers for them', async () => {
    const selection = 'identity { measure organisation { code } months(first: 1) { nodes { month } } }';
    expect(await entity({ __typename: 'Indicator', code: 'VNEID_ACCOUNTS' }, selection)).toEqual({
      identity: {
        measure: 'ACCOUNTS_LEVEL_1',
        organisation: { code: 'identity' },
        months: { nodes: [{ month: '2026-01' }] },
      },
    });
    expect(await entity({ __typename: 'Indicator', code: 'CASHLESS_PENSIONS' }, selection)).toEqual({ identity: null });
    expect(await data('{ identityIndicators { measure indicator { code } } }')).toEqual({
      identityIndicators: [{ measure: 'ACCOUNTS_LEVEL_1', indicator: { code: 'VNEID_ACCOUNTS' } }],
    });
  });

  test('lists of any length take as many statements', async () => {
    const ask = async (months: number) => {
      subgraph.takeStatements();
      await data(
        `{ identityMonths(first: ${months}) { nodes { total { ${figures} } counts(first: 4) { nodes { commune { code } figures { ${figures} } adults { adults } report { file } } } } } }`,
      );
      return subgraph.takeStatements().length;
    };
    expect(await ask(2)).toBe(await ask(1));
  });

  test('no person is in it: there is nothing to show or erase, and no table that could hold one', async () => {
    expect(await subgraph.subject({ action: 'show', number: '001180000007', operator: 'ms.mai' })).toEqual({
      status: 404,
      answer: { code: 'NO_PEOPLE', message: 'identity keeps no data about people.' },
    });
    const columns = await subgraph.execute(
      `select table_name from information_schema.columns where table_schema = 'public' and column_name in ('pseudonym', 'digest')
         and table_name not in ('kept_publication', 'release_sketch', 'typed_record_answer')`,
    );
    expect(columns).toEqual([]);
    const tables = await subgraph.execute(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_name like 'ledger%'`,
    );
    expect(tables.map(({ name }) => name).sort()).toEqual(['ledger_month']);
  });

  test('an answer to the operator about files names every kind with what each column expects', async () => {
    const { kinds } = (await (await subgraph.operator('/operator/imports')).json()) as any;
    expect(kinds.map(({ kind }: any) => kind)).toEqual([
      ...['places', 'audiences', 'goals', 'counted-goals', 'counted-indicators', 'adults', 'identity-counts'],
    ]);
    expect(kinds[6].columns[1]).toEqual({ name: 'month', expected: 'a month that has ended, as YYYY-MM' });
  });
});
