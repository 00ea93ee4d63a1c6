import {
  asDemo,
  createRandom,
  demoAdults,
  demoHeadcountsAsOf,
  demoHeadcountsSource,
  demoObstacles,
  type DemoOptions,
  type DemoProvince,
  demoPublicServants,
  demoPupilsToDate,
  lowerFirst,
  provincialServiceCentre,
  serviceCentreOf,
  writeDemoFile,
} from '@hub/demo';
import { publishedCount } from '@hub/protocol';
import { DenominatorBasis } from './denominator/denominator.entity.js';
import { denominatorImport } from './denominator/denominator.import.js';
import { servicePointImport } from './service-point/service-point.import.js';
import { obstacleImport, taskImport } from './steering/steering.import.js';

/** First days of the made-up numbers: the goals' start for the province, the communes' first day for communes. */
const firstDays = { province: '2025-04-24', communes: '2025-07-01' } as const;

const madeUp =
  'Số minh họa: lấy số dân theo bản đồ các đơn vị hành chính sau sắp xếp (tháng 7/2025), nhân tỷ lệ người từ đủ 18 tuổi theo tháp dân số Việt Nam năm 2025 (World Population Prospects 2019); chưa tìm được số chính thức về người trưởng thành theo xã';

/**
 * The pupils come from the Department of Education and Training's made-up records: all pupils since the goal's start,
 * as the goal counts every pupil ever reached. They are counted once a school year, after the last move.
 */
const pupilCounts = [
  { asOf: '2026-05-31', validFrom: null, validUntil: '2026-08-31' },
  { asOf: '2026-10-31', validFrom: '2026-09-01', validUntil: null },
] as const;

/** Writes the steering committee's demonstration files; see `SubgraphDefinition.writeDemo`. */
export async function writeDemo(options: DemoOptions): Promise<void> {
  const { people, province } = options;
  await writeSteering(options, {
    pupilsBy: (day) => demoPupilsToDate(people, province, day),
    servants: demoPublicServants(people, province),
  });
}

/** Numbers of people in the other organisations' records, from which the denominators are made. */
export interface CountedPeople {
  /** Everyone who has been a pupil by a day. */
  readonly pupilsBy: (day: string) => ReturnType<typeof demoPupilsToDate>;
  /** Public employees, by commune. */
  readonly servants: ReadonlyMap<string, number>;
}

/** Writes the steering committee's files for any given numbers of people. */
export async function writeSteering(options: Omit<DemoOptions, 'people'>, counted: CountedPeople): Promise<void> {
  await writeDenominators(options, counted);
  await writeServicePoints(options);
  await writeTasks(options);
  await writeObstacles(options);
}

/** A denominator, as a row of the file. */
interface DemoDenominator {
  readonly audience: string;
  readonly place: string;
  readonly version?: number;
  readonly value: number | null;
  readonly atMost?: number;
  readonly asOf: string;
  readonly from: string;
  readonly until?: string | null;
  readonly source: string;
  readonly basis: DenominatorBasis;
  readonly remark?: string | null;
}

function rowOf(given: DemoDenominator) {
  const { audience, place, version = 1, value, atMost = null, asOf } = given;
  const { from, until = null, source, basis, remark = null } = given;
  return [audience, place, version, value, atMost, asOf, from, until, source, basis, remark, true];
}

function writeDenominators(
  { folder, province }: Omit<DemoOptions, 'people'>,
  { pupilsBy, servants }: CountedPeople,
): Promise<void> {
  const adults = [...demoAdults(province)];
  const since = (place: string) => firstDays[place === province.code ? 'province' : 'communes'];
  const ofAdults = withWhole(province.code, adults).map(([place, value]): DemoDenominator => ({
    ...{ audience: 'ADULTS', place, value, asOf: '2025-07-01', from: since(place), source: madeUp },
    ...{ basis: DenominatorBasis.CENSUS, remark: doubtOf(place, province) },
  }));
  const ofPupils = pupilCounts.flatMap(({ asOf, validFrom, validUntil }, index) => {
    const { whole, byCommune } = pupilsBy(asOf);
    return [[province.code, whole] as const, ...byCommune].map(([place, count]): DemoDenominator => ({
      ...{ audience: 'PUPILS', place, version: index + 1, value: publishedCount(count).people, asOf },
      ...{ from: validFrom ?? since(place), until: validUntil },
      source: `Số minh họa: học sinh từ 2025-04-24 đến ${asOf} trong hồ sơ minh họa của Sở Giáo dục và Đào tạo, theo xã, phường của trường`,
      basis: DenominatorBasis.RECORDS,
    }));
  });
  const ofStaff = withWhole(province.code, [...servants]).map(([place, value]): DemoDenominator => ({
    ...{ audience: 'PUBLIC_SECTOR_STAFF', place, value: publishedCount(value).people, asOf: demoHeadcountsAsOf },
    from: since(place),
    source: demoHeadcountsSource,
    basis: DenominatorBasis.RECORDS,
  }));
  const rows = [...ofAdults, ...ofPupils, ...ofStaff, ...ofDemonstrationGoal(province)];
  return writeDemoFile(folder, denominatorImport, rows.map(rowOf));
}

/** The communes of the demonstration's goal with a noteworthy number, by position in the order of codes. */
const oddPlaces = { withoutNumber: 9, outdated: 29 } as const;

/** The outdated number as a share of the right one. */
const outdatedShare = 0.6;

/**
 * The adults of the demonstration's goal: the same numbers, except one commune without a number and one with an
 * outdated one.
 */
function ofDemonstrationGoal(province: DemoProvince): DemoDenominator[] {
  const source =
    'Số minh họa: người trưởng thành minh họa, có một chỗ khuyết và một số cũ, để thấy các trường hợp này hiển thị thế nào';
  return withWhole(province.code, [...demoAdults(province)]).map(([place, adults], index) => {
    // The whole is the first entry.
    const isUnknown = index - 1 === oddPlaces.withoutNumber;
    const isOutdated = index - 1 === oddPlaces.outdated;
    const value = isUnknown ? null : isOutdated ? Math.round(adults * outdatedShare) : adults;
    const remark = isUnknown ? 'Xã chưa cho số' : isOutdated ? 'Số của nhiều năm trước' : doubtOf(place, province);
    const from = firstDays[place === province.code ? 'province' : 'communes'];
    return {
      ...{ audience: 'DEMO_ADULTS', place, value, asOf: '2026-06-01', from, source, remark },
      basis: DenominatorBasis.CENSUS,
    };
  });
}

/** Why a commune's number of adults is unreliable: its number of inhabitants is. Null if the number is reliable. */
function doubtOf(place: string, { inhabitants }: DemoProvince): string | null {
  const remark = inhabitants.get(place)?.remark;
  return remark ? `Tính từ số dân chưa chắc chắn. ${remark}` : null;
}

/** Communes' numbers, after their sum for the whole. */
function withWhole(code: string, communes: readonly (readonly [string, number])[]) {
  return [[code, communes.reduce((sum, [, value]) => sum + value, 0)] as const, ...communes];
}

function writeServicePoints({ folder, province }: Omit<DemoOptions, 'people'>): Promise<void> {
  const centre = asDemo({
    vi: `Trung tâm Phục vụ hành chính công ${lowerFirst(province.name.vi)}`,
    en: `Public Administration Service Centre of ${province.name.en}`,
  });
  const shops = [...province.communes].map(([code, { vi, en }]) => {
    const name = asDemo({ vi: `Bộ phận một cửa ${lowerFirst(vi)}`, en: `${en} one-stop shop` });
    return [serviceCentreOf(code), name.vi, name.en, 'COMMUNE_ONE_STOP_SHOP', code];
  });
  return writeDemoFile(folder, servicePointImport, [
    [provincialServiceCentre(province), centre.vi, centre.en, 'PROVINCIAL_CENTRE', null],
    ...shops,
  ]);
}

const provinceTasks = [
  [
    'Ban hành bộ tiêu chí đánh giá kỹ năng số',
    'Issue criteria for assessing digital skills',
    'Ban Chỉ đạo tỉnh',
    'Provincial steering committee',
  ],
  [
    'Tổ chức hội nghị sơ kết phong trào',
    'Hold the interim review of the movement',
    'Tỉnh ủy',
    'Provincial Party Committee',
  ],
  [
    'Bố trí kinh phí cho Đội Bình dân học vụ số',
    'Fund the Digital Literacy teams',
    'UBND tỉnh',
    "Provincial People's Committee",
  ],
] as const;

const communeTasks = [
  ['Lập danh sách người dân cần hướng dẫn', 'List the people who need guidance'],
  ['Bố trí điểm truy cập Internet công cộng', 'Set up a public Internet access point'],
  ['Báo cáo tiến độ hằng tháng', 'Report progress each month'],
] as const;

function writeTasks({ folder, province }: Omit<DemoOptions, 'people'>): Promise<void> {
  const random = createRandom('movement tasks');
  const row = (
    code: string,
    commune: string | null,
    [vi, en]: readonly [string, string],
    responsible: readonly [string, string],
  ) => {
    const title = asDemo({ vi, en });
    const dueOn = random.day('2025-12-01', '2026-12-31');
    const isDone = dueOn < '2026-10-01' && random.chance(0.8);
    const status = isDone ? 'DONE' : random.chance(0.7) ? 'IN_PROGRESS' : 'PLANNED';
    const completedOn = isDone ? random.day('2025-11-01', dueOn) : null;
    const level = commune === null ? 'PROVINCE' : 'COMMUNE';
    return [code, level, commune, title.vi, title.en, ...responsible, dueOn, status, completedOn];
  };
  const ofProvince = provinceTasks.map(([vi, en, whoVi, whoEn], index) =>
    row(`TASK-${province.code}-${index + 1}`, null, [vi, en], [whoVi, whoEn]),
  );
  const communes = [...province.communes].flatMap(([code, name]) =>
    communeTasks.map((title, index) =>
      row(`TASK-${code}-${index + 1}`, code, title, [`UBND ${lowerFirst(name.vi)}`, `${name.en} People's Committee`]),
    ),
  );
  return writeDemoFile(folder, taskImport, [...ofProvince, ...communes]);
}

function writeObstacles({ folder, province }: Omit<DemoOptions, 'people'>): Promise<void> {
  const random = createRandom('movement obstacles');
  const rows = [...province.communes.keys()]
    .filter(() => random.chance(0.5))
    .map((commune, index) => {
      const [vi, en, remover] = random.pick(demoObstacles);
      const description = asDemo({ vi, en });
      const since = random.day('2025-06-01', '2026-10-31');
      const resolvedOn = random.chance(0.45) ? random.day(since, '2026-11-20') : null;
      return [
        `OBS-${String(index + 1).padStart(3, '0')}`,
        commune,
        description.vi,
        description.en,
        remover,
        since,
        resolvedOn,
      ];
    });
  return writeDemoFile(folder, obstacleImport, rows);
}
