import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const header = 'code,level,parent_code,name_vi,name_en,type,area,area_km2,peer_group,valid_from,valid_until,successors';
const fileOf = (...rows: string[]) => [header, ...rows, ''].join('\n');

/** Two communes of today, as the shipped file has them but for their end. */
const cacSon = (end = ',') =>
  `16591,COMMUNE,38,Xã Các Sơn,Cac Son Commune,COMMUNE,PLAIN,46.88,PLAIN_COMMUNES,2025-07-01,${end}`;
const tinhGia = (end = ',') =>
  `16561,COMMUNE,38,Phường Tĩnh Gia,Tinh Gia Ward,WARD,URBAN,32.18,URBAN_WARDS,2025-07-01,${end}`;
const founded = (from: string, code = '16561') =>
  `${code},COMMUNE,38,Phường Biển Đông,Bien Dong Ward,WARD,URBAN,49.57,URBAN_WARDS,${from},,`;

const today = new Date('2026-12-01T03:00:00Z');

describe('places', () => {
  let subgraph: RunningSubgraph;
  let now: Date;

  const communes = async (search: string) => {
    const { data } = await subgraph.query(
      'query ($search: String) { communes(search: $search, first: 500) { nodes { code name } } }',
      { search },
    );
    return data['communes'].nodes as { code: string; name: string }[];
  };
  const ask = async (query: string) => (await subgraph.query(`{ ${query} }`)).data;

  beforeAll(async () => {
    now = today;
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => now });
    for (const kind of ['organisations', 'indicators', 'indicator-readings']) {
      await subgraph.import(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    }
  });
  afterAll(() => subgraph.stop());

  test('are the country, the province, its communes, and the units of before', async () => {
    const { all, ofToday, districts, communesOfThen } = await ask(`
      all: places { totalCount } ofToday: communes { totalCount } communesOfThen: communes(on: "2025-06-30") { totalCount }
      districts: places(level: DISTRICT) { totalCount }`);
    expect([all, ofToday, communesOfThen, districts].map(({ totalCount }) => totalCount)).toEqual([741, 166, 547, 26]);
  });

  test('a code is read on a day: 14758 was Phường Đông Thọ, which was divided, and is Phường Hàm Rồng', async () => {
    const fields = 'code name validFrom validUntil divided successors { code name } predecessors { code name divided }';
    const { then, byDay, ofToday, never } = await ask(`
      then: commune(code: "14758", on: "2025-06-30") { ${fields} parent { name level } }
      byDay: commune(code: "14758@2025-06-30") { name }
      ofToday: commune(code: "14758") { ${fields} parent { name } }
      never: commune(code: "99999", on: "2025-06-30") { name }`);
    expect(then).toEqual({
      code: '14758@2025-06-30',
      name: 'Phường Đông Thọ',
      validFrom: null,
      validUntil: '2025-06-30',
      divided: true,
      successors: [
        { code: '14797', name: 'Phường Hạc Thành' },
        { code: '14758', name: 'Phường Hàm Rồng' },
      ],
      predecessors: [],
      parent: { name: 'Thành phố Thanh Hóa', level: 'DISTRICT' },
    });
    expect(byDay).toEqual({ name: 'Phường Đông Thọ' });
    expect(ofToday).toMatchObject({ code: '14758', name: 'Phường Hàm Rồng', validFrom: '2025-07-01', divided: false });
    expect(ofToday.predecessors).toContainEqual({ code: '14758@2025-06-30', name: 'Phường Đông Thọ', divided: true });
    expect(ofToday.parent).toEqual({ name: 'Tỉnh Thanh Hóa' });
    expect(never).toBeNull();
  });

  test('the progress of a former commune is its own, not that of the commune that has its code today', async () => {
    const { commune } = await ask(
      'commune(code: "14758@2025-06-30") { goalProgress(period: "2025-06") { goal { code } commune { code name } } }',
    );
    expect(commune.goalProgress).toContainEqual({
      goal: { code: 'ADULTS_BASIC' },
      commune: { code: '14758@2025-06-30', name: 'Phường Đông Thọ' },
    });
  });

  test('a code that no commune has any more means the last that had it', async () => {
    expect(await ask('commune(code: "14755") { code name validUntil successors { code } }')).toEqual({
      commune: { code: '14755', name: 'Phường Hàm Rồng', validUntil: '2025-06-30', successors: [{ code: '14758' }] },
    });
  });

  test.each([
    ['hoá quỳ', ['Xã Hoá Quỳ']],
    ['HÓA QUỲ', ['Xã Hoá Quỳ']],
    ['Hóa Quỳ'.normalize('NFD'), ['Xã Hoá Quỳ']],
    ['hoa quy commune', ['Xã Hoá Quỳ']],
    ['Hoa Quy', ['Xã Hoá Quỳ']],
    ['xã hoá quỳ', ['Xã Hoá Quỳ']],
    ['đông thọ', ['Phường Hạc Thành', 'Phường Hàm Rồng']],
    ['Dong Tho Ward', ['Phường Hạc Thành', 'Phường Hàm Rồng']],
    ['14755', ['Phường Hàm Rồng']],
  ])('%s finds %j among the communes of today', async (search, names) => {
    expect((await communes(search)).map(({ name }) => name)).toEqual(names);
  });

  test('the name of a former district finds all that took its place, in Vietnamese alphabetical order', async () => {
    const found = (await communes('Quảng Xương')).map(({ name }) => name);
    const { places } = await ask(
      'places(search: "huyện quảng xương", level: DISTRICT) { nodes { name validUntil successors { name } } }',
    );
    expect(places.nodes).toEqual([
      { name: 'Huyện Quảng Xương', validUntil: '2025-06-30', successors: found.map((name) => ({ name })) },
    ]);
    expect(found.length).toBeGreaterThan(5);
    expect(found).toEqual(found.toSorted(new Intl.Collator('vi').compare));
  });

  test('what the press published of a former district is shown by it, with its successors beside it', async () => {
    const { indicator } = await ask(
      'indicator(code: "VNEID_ACCOUNTS") { readings { place numerator unit { code name validUntil successors { name } } } }',
    );
    expect(indicator.readings).toEqual([
      {
        place: 'Thiệu Hóa',
        numerator: 25_736,
        unit: {
          code: '398',
          name: 'Huyện Thiệu Hóa',
          validUntil: '2025-06-30',
          successors: expect.arrayContaining([{ name: 'Xã Thiệu Hoá' }, { name: 'Xã Thiệu Quang' }]),
        },
      },
    ]);
  });

  describe('bad files of places', () => {
    test.each<[string, string[], number, string, RegExp]>([
      [
        'a place that succeeds itself',
        [tinhGia('2026-12-31,16561')],
        2,
        'successors',
        /^expected a place with the code 16561 that begins on 2027-01-01.*cannot succeed itself$/,
      ],
      [
        'two with one code on one day',
        [founded('2027-01-01')],
        2,
        'valid_from',
        /^expected one place with the code 16561 on a day, got Phường Biển Đông \(16561 from 2027-01-01\) beside Phường Tĩnh Gia/,
      ],
      [
        'a gap',
        [tinhGia('2026-12-31,16561'), founded('2027-01-02')],
        2,
        'successors',
        /Phường Biển Đông \(16561 from 2027-01-02\) leaves a gap$/,
      ],
      [
        'an overlap',
        [tinhGia('2026-12-31,16591')],
        2,
        'successors',
        /Xã Các Sơn \(16591 from 2025-07-01\) overlaps with it/,
      ],
      ['a successor that there is not', [tinhGia('2026-12-31,99999')], 2, 'successors', /there is none$/],
      [
        'an end without successors',
        [tinhGia('2026-12-31,')],
        2,
        'successors',
        /^expected the codes of those that took the place of Phường Tĩnh Gia/,
      ],
      ['successors without an end', [tinhGia(',16591')], 2, 'valid_until', /^expected the last day/],
      [
        'an end before the beginning',
        [tinhGia('2025-06-30,16591')],
        2,
        'valid_until',
        /^expected a day on or after valid_from \(2025-07-01\), got 2025-06-30$/,
      ],
      [
        'a parent that had ended',
        [founded('2027-01-01', '16999').replace(',38,', ',380,')],
        2,
        'parent_code',
        /^expected a place above Phường Biển Đông .* there as long as it, got 380$/,
      ],
      [
        'another province',
        ['40,PROVINCE,VN,Tỉnh Nghệ An,Nghe An Province,PROVINCE,,,,,,'],
        2,
        'parent_code',
        /^expected a place in 38, got one in VN$/,
      ],
      [
        'a type of another level',
        [founded('2027-01-01', '16999').replace('WARD,URBAN', 'TOWN,URBAN')],
        2,
        'type',
        /^expected a type of the level COMMUNE, got TOWN$/,
      ],
      [
        'no area',
        [founded('2027-01-01', '16999').replace(',URBAN,', ',,')],
        2,
        'area',
        /^expected the area of a commune, got nothing$/,
      ],
    ])('%s is refused, and nothing of the file is in', async (_what, rows, row, column, reason) => {
      const good = '16998,COMMUNE,38,Xã Mới,Moi Commune,COMMUNE,PLAIN,,,2027-01-01,,';
      const lines = await subgraph.import('places', fileOf(...rows, good));
      expect(lines).toEqual([
        { type: 'rejected', row, column, reason: expect.stringMatching(reason) },
        expect.objectContaining({ type: 'done', read: rows.length + 1, written: 0, rejected: 1 }),
      ]);
      expect(await ask('commune(code: "16998", on: "2027-01-01") { name }')).toEqual({ commune: null });
    });
  });

  describe('after a merger, which is one file', () => {
    beforeAll(async () => {
      const merger = fileOf(tinhGia('2026-12-31,16561'), cacSon('2026-12-31,16561'), founded('2027-01-01'));
      expect((await subgraph.import('places', merger)).at(-1)).toMatchObject({
        type: 'done',
        read: 3,
        written: 3,
        rejected: 0,
      });
    });
    afterAll(() => {
      now = today;
    });

    test('until the day, all is as before; the commune to come is read on its days', async () => {
      now = today;
      const { commune, coming, communes } = await ask(`
        commune(code: "16561") { code name validUntil } coming: commune(code: "16561", on: "2027-01-01") { code name }
        communes { totalCount }`);
      expect(commune).toEqual({ code: '16561', name: 'Phường Tĩnh Gia', validUntil: '2026-12-31' });
      expect(coming).toEqual({ code: '16561@2027-01-01', name: 'Phường Biển Đông' });
      expect(communes.totalCount).toBe(166);
    });

    test('from the day on, the code means the new commune, which names what it was', async () => {
      now = new Date('2027-01-01T00:00:00+07:00');
      const { commune, communes, former } = await ask(`
        commune(code: "16561") { code name predecessors { code name } } communes { totalCount }
        former: communes(search: "cac son commune") { nodes { name } }`);
      expect(commune).toEqual({
        code: '16561',
        name: 'Phường Biển Đông',
        predecessors: [
          { code: '16561@2026-12-31', name: 'Phường Tĩnh Gia' },
          { code: '16591', name: 'Xã Các Sơn' },
        ],
      });
      expect(communes.totalCount).toBe(165);
      expect(former.nodes).toContainEqual({ name: 'Phường Biển Đông' });
    });

    test('a row of today that names the commune that ended is refused, with what it became', async () => {
      const points = 'code,name_vi,name_en,kind,commune_code\nP9,Một cửa,Shop,COMMUNE_ONE_STOP_SHOP,16591\n';
      expect(await subgraph.import('service-points', points)).toEqual([
        {
          type: 'rejected',
          row: 2,
          column: 'commune_code',
          reason:
            'expected the 5-digit code of a commune or ward in force, or nothing, got "16591": Xã Các Sơn (16591 from 2025-07-01 until 2026-12-31) became Phường Biển Đông (16561 from 2027-01-01)',
        },
        expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
      ]);
    });
  });
});
