import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRows } from '../../test/disclosure/support/truth/files.js';
import { newDatabase } from '../../test/support/database.js';
import { places } from '../../test/support/places.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const header = 'code,name_vi,name_en,communes,valid_from,valid_until,source';
const row = (code: string, communes: readonly string[], from = '2025-07-01', until = '') =>
  `${code},Vùng ${code},Region ${code},${communes.join(';')},${from},${until},A test`;
const fileOf = (...rows: readonly string[]) => [header, ...rows, ''].join('\n');

const shipped = readRows('subgraphs/movement/data/regions.csv').map(({ code = '', communes = '' }) => ({
  code,
  communes: communes.split(';'),
}));
const codesOf = (area: string) =>
  places.communesOn('2026-12-01').flatMap((commune) => (commune.area === area ? [commune.code] : []));

describe('the list of regions that the hub ships with', () => {
  test('has each commune with the district that most of the units were of that it was formed of', () => {
    const regionOf = new Map(shipped.flatMap(({ code, communes }) => communes.map((commune) => [commune, code])));
    expect([...regionOf.keys()].sort()).toEqual(places.communesOn('2026-12-01').map(({ code }) => code));
    const districts = new Map<string, Set<string>>();
    for (const commune of places.communesOn('2026-12-01')) {
      const before = places.predecessorsOf(commune).filter(({ level }) => level === 'COMMUNE');
      const counts = Map.groupBy(before, (one) => one.parentCode ?? '');
      const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
      const region = regionOf.get(commune.code) ?? '';
      districts.set(region, (districts.get(region) ?? new Set()).add(most?.[0] ?? ''));
    }
    const ofSeveral = [...districts]
      .filter(([, codes]) => codes.size > 1)
      .map(([code, codes]) => [code, [...codes].sort()]);
    expect(Object.fromEntries(ofSeveral)).toEqual({
      'CITIES-AND-TOWNS': ['380', '381', '382', '407'],
      'NONG-CONG': ['404', '407'],
      'YEN-DINH-VINH-LOC': ['393', '394'],
    });
    expect(districts.size).toBe(22);
  });
});

describe('regions', () => {
  let subgraph: RunningSubgraph;

  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(`{ ${query} }`);
    return { data, message: errors?.[0]?.message, code: errors?.[0]?.extensions?.code };
  };
  const refused = async (...rows: readonly string[]) => {
    const lines = await subgraph.import('regions', fileOf(...rows));
    expect(lines.at(-1)).toMatchObject({ type: 'done', written: 0 });
    return lines.flatMap((line) => (line.type === 'rejected' ? [line] : []));
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-12-01T03:00:00Z') });
    const file = readFileSync(new URL('data/regions.csv', movement.folder));
    expect((await subgraph.import('regions', file)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  });
  afterAll(() => subgraph.stop());

  test('are listed with their communes, by code, as they are on a day', async () => {
    const { data } =
      await ask(`regions { code name(language: EN) communeCount communes { code } validFrom validUntil source }
      before: regions(on: "2025-06-30") { code }`);
    expect(data['before']).toEqual([]);
    expect(data['regions'].map(({ code }: { code: string }) => code)).toEqual(shipped.map(({ code }) => code));
    const known = data['regions'].find(({ code }: { code: string }) => code === 'CAM-THUY');
    expect(known).toMatchObject({ name: 'Former Cam Thuy District', communeCount: 5, validUntil: null });
    expect(known.communes).toHaveLength(5);
    expect(known.source).toContain('huyện cũ');
  });

  test('say which former districts they have but a part of', async () => {
    const { data } = await ask('regions { code dividedDistricts { code level } }');
    const divided = (
      data['regions'] as { code: string; dividedDistricts: { code: string; level: string }[] }[]
    ).flatMap(({ code, dividedDistricts: all }) =>
      all.length > 0 ? [[code, all.map((one) => `${one.level} ${one.code}`)] as const] : [],
    );
    // Five communes were formed of units of two districts, and Nghi Sơn (407) is in two regions.
    expect(Object.fromEntries(divided)).toEqual({
      'CITIES-AND-TOWNS': ['DISTRICT 392', 'DISTRICT 398', 'DISTRICT 406', 'DISTRICT 407'],
      'HA-TRUNG': ['DISTRICT 392'],
      'NHU-THANH': ['DISTRICT 403'],
      'NONG-CONG': ['DISTRICT 403', 'DISTRICT 407'],
      'QUANG-XUONG': ['DISTRICT 406'],
      'THIEU-HOA': ['DISTRICT 398'],
      'YEN-DINH-VINH-LOC': ['DISTRICT 398'],
    });
  });

  test('are the groups of a breakdown, with a denominator each; those that are chosen, if any are', async () => {
    const lines = readFileSync(new URL('demo/denominators.csv', movement.folder), 'utf8').split('\n');
    const ofAdults = lines.filter((line) => /^(audience|ADULTS),/.test(line)).join('\n');
    expect((await subgraph.import('denominators', ofAdults)).at(-1)).toMatchObject({ rejected: 0 });
    const groups = (args: string) =>
      `goal(code: "ADULTS_BASIC") { breakdown(period: "2026-10", by: REGION${args}) {
        groups { group region { code name } people noEstimate denominator } gap { points } } }`;
    const { data } = await ask(groups(''));
    expect(data['goal'].breakdown.groups).toHaveLength(22);
    const chosen = await ask(groups(', regions: ["CAM-THUY", "BA-THUOC"]'));
    const adults = readRows('subgraphs/movement/demo/denominators.csv').filter(({ audience }) => audience === 'ADULTS');
    const sumOf = (region: string) => {
      const communes = shipped.find(({ code }) => code === region)?.communes ?? [];
      return adults.reduce(
        (sum, one) => sum + (communes.includes(one['place_code'] ?? '') ? Number(one['value']) : 0),
        0,
      );
    };
    // Nobody released anything.
    expect(chosen.data['goal'].breakdown).toEqual({
      groups: ['BA-THUOC', 'CAM-THUY'].map((code) => ({
        ...{ group: code, people: null, noEstimate: expect.any(String), denominator: sumOf(code) },
        region: { code, name: expect.any(String) },
      })),
      gap: null,
    });
    expect(await ask(groups(', regions: ["CAM-THUY", "NOWHERE"]'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(
        /^Expected codes of regions that are in force on 2026-10-31, .* but got "NOWHERE"\.$/,
      ),
    });
    const beside = (args: string) =>
      ask(`goal(code: "ADULTS_BASIC") { breakdown(period: "2026-10", ${args}) { gap { points } } }`);
    expect(await beside('by: AREA, regions: ["CAM-THUY"]')).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'Expected regions beside by: REGION alone, but got them beside by: AREA.',
    });
    expect(await beside('by: REGION, commune: "14845"')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('come in whole or not at all, and say which commune is wrong', async () => {
    expect(await refused(row('A', ['14845', '14758x']))).toMatchObject([{ row: 2, column: 'communes' }]);
    expect(await refused(row('A', ['14845', '99999'], '2027-01-01'))).toMatchObject([
      { row: 2, column: 'communes', reason: 'expected codes of communes on 2027-01-01, but of none is 99999' },
    ]);
    expect(await refused(row('A', []))).toMatchObject([{ row: 2, column: 'communes' }]);
    const all = await refused(row('A', codesOf('MOUNTAIN')));
    expect(all).toHaveLength(11);
    expect(all).toContainEqual(
      expect.objectContaining({ row: 2, column: 'communes', reason: expect.stringMatching(/is in A and CAM-THUY$/) }),
    );
  });

  test('keep their communes: numbers of them were published', async () => {
    const [first] = shipped;
    const file = readFileSync(new URL('data/regions.csv', movement.folder), 'utf8');
    const same = file.replace('Former Cam Thuy District', 'What was Cam Thuy District');
    expect((await subgraph.import('regions', same)).at(-1)).toMatchObject({ rejected: 0 });
    expect(await refused(row(first?.code ?? '', codesOf('PLAIN').slice(0, 9)))).toMatchObject([
      { row: 2, column: 'communes', reason: expect.stringContaining('numbers of them were published') },
    ]);
    expect((await ask('regions { code }')).data['regions']).toHaveLength(22);
  });

  test('may end, and others that differ by enough communes follow', async () => {
    const ended = shipped.map(({ code, communes }) => row(code, communes, '2025-07-01', '2026-12-31'));
    const anew = (moved: number) => {
      const [plain, mountain] = [codesOf('PLAIN'), codesOf('MOUNTAIN')];
      const regions = shipped.filter(({ communes }) => communes.every((code) => mountain.includes(code)));
      const [one, ...others] = regions;
      const [another, ...rest] = others;
      if (!one || !another) throw new Error('Expected mountain regions.');
      return [
        row('PLAIN', plain, '2027-01-01'),
        row('ONE', [...one.communes, ...another.communes.slice(0, moved)], '2027-01-01'),
        row('ANOTHER', another.communes.slice(moved), '2027-01-01'),
        ...rest.map(({ code, communes }) => row(code, communes, '2027-01-01')),
      ].filter((line) => !line.includes(',,2027'));
    };
    expect((await refused(...ended, ...anew(1))).map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/ but 1 are alone in \S+ and ONE: /),
    );
    const lines = await subgraph.import(
      'regions',
      fileOf(...ended, ...anew(5).filter((line) => !line.startsWith('ANOTHER'))),
    );
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    const { data } = await ask('now: regions { code } then: regions(on: "2027-01-01") { code }');
    expect([data['now'].length, data['then'].length]).toEqual([22, 11]);
  });

  test('end with a commune that is merged, and go on with the new one', async () => {
    const place = (code: string, name: string, from: string, end: string) =>
      `${code},COMMUNE,38,Xã ${name},${name} Commune,COMMUNE,MOUNTAIN,50,,${from},${end}`;
    const merger = [
      'code,level,parent_code,name_vi,name_en,type,area,area_km2,peer_group,valid_from,valid_until,successors',
      place('14845', 'Hai', '2025-07-01', '2027-06-30,14845'),
      place('14848', 'Ba', '2025-07-01', '2027-06-30,14845'),
      place('14845', 'Một', '2027-07-01', ','),
      '',
    ].join('\n');
    expect((await subgraph.import('places', merger)).at(-1)).toMatchObject({ rejected: 0 });
    const on = async (day: string) =>
      (await ask(`regions(on: "${day}") { code communeCount }`)).data['regions'] as { code: string }[];
    const before = await on('2027-06-30');
    const region = 'MUONG-LAT';
    expect(before).toContainEqual({ code: region, communeCount: 8 });
    expect(await on('2027-07-01')).not.toContainEqual(expect.objectContaining({ code: region }));

    const communes = shipped.find(({ code }) => code === region)?.communes ?? [];
    const former = row(region, communes, '2027-01-01', '2027-06-30');
    const later = row(
      region,
      communes.filter((code) => code !== '14848'),
      '2027-07-01',
    );
    expect((await subgraph.import('regions', fileOf(former, later))).at(-1)).toMatchObject({ rejected: 0 });
    expect(await on('2027-07-01')).toContainEqual({ code: region, communeCount: 7 });
  });
});
