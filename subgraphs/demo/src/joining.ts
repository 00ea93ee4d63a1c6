import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { provincialServiceCentre, serviceCentreOf } from './codes.js';
import { demoLastDay } from './days.js';
import { type DemoOptions, demonstration } from './demonstration.js';
import { demoPopulation, personValues } from './population.js';
import { createRandom, type Random } from './random.js';
import type { DemoRow } from './write-csv.js';

/** Months with data in the files. */
const months = Array.from({ length: 10 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);

/** Share of communes with three employers; the others have two. */
const twoInTen = 0.2;

/** Ages of workers in 2026. */
const working = { from: 18, until: 60 } as const;

async function write(folder: string, kind: string, columns: readonly string[], rows: Iterable<DemoRow>): Promise<void> {
  const format = stringify({ header: true, columns: [...columns] });
  await pipeline(Readable.from(rows), format, createWriteStream(join(folder, `${kind}.csv`)));
}

/** Every service point with its place: the province's, and one in each commune. */
const pointsOf = ({ province }: DemoOptions): (readonly [point: string, place: string])[] => [
  [provincialServiceCentre(province), province.code],
  ...[...province.communes.keys()].map((code) => [serviceCentreOf(code), code] as const),
];

function* guidanceRows(options: DemoOptions, random: Random): Generator<DemoRow> {
  const services = ['ONLINE_DOSSIER', 'IDENTITY_ACCOUNT', 'ONLINE_PAYMENT'] as const;
  for (const [point, place] of pointsOf(options)) {
    const usual = place === options.province.code ? 900 : random.integer(15, 120);
    for (const [index, month] of months.entries()) {
      const service = random.pick(services);
      const turns = Math.round(usual * (0.8 + index * 0.05) * (0.9 + random.next() * 0.2));
      yield [`G-${point}-${month}`, point, place, month, service, turns];
    }
  }
}

function* dossierRows(options: DemoOptions, random: Random): Generator<DemoRow> {
  for (const [point, place] of pointsOf(options)) {
    const usual = place === options.province.code ? 4000 : random.integer(40, 400);
    for (const [index, month] of months.entries()) {
      const received = Math.round(usual * (0.9 + random.next() * 0.2));
      yield [`D-${point}-${month}`, point, place, month, received, Math.round(received * (0.35 + index * 0.03))];
    }
  }
}

/** Writes the demonstration files of an organisation with counts of service points. */
async function writePoints(options: DemoOptions): Promise<void> {
  const { folder } = options;
  const common = ['code', 'service_point_code', 'commune_code', 'month'];
  await write(
    folder,
    'guidance',
    [...common, 'service', 'turns'],
    guidanceRows(options, createRandom('points/guidance')),
  );
  await write(
    folder,
    'dossiers',
    [...common, 'received', 'online'],
    dossierRows(options, createRandom('points/dossiers')),
  );
}

/** An employer with its commune and its kind. */
interface Employer {
  readonly code: string;
  readonly commune: string;
  readonly isCooperative: boolean;
}

function employersIn(options: DemoOptions): Employer[] {
  const random = createRandom('workers/employers');
  return [...options.province.communes.keys()].flatMap((commune) =>
    Array.from({ length: random.chance(twoInTen) ? 3 : 2 }, (_, index) => ({
      ...{ code: `DN-${commune}-${index + 1}`, commune, isCooperative: index === 1 },
    })),
  );
}

/** Writes the demonstration files of an organisation of employers: the employers, and their trained workers. */
async function writeWorkers(options: DemoOptions): Promise<void> {
  const { folder, people, province } = options;
  const employers = employersIn(options);
  const names = new Map(province.communes);
  await write(
    folder,
    'enterprises',
    ['code', 'commune_code', 'name_vi', 'name_en', 'kind'],
    employers.map(({ code, commune, isCooperative }) => {
      const { vi = '', en = '' } = names.get(commune) ?? {};
      const [kindVi, kindEn] = isCooperative ? ['Hợp tác xã', 'Cooperative'] : ['Doanh nghiệp', 'Enterprise'];
      const number = code.slice(code.lastIndexOf('-') + 1);
      return [
        ...[code, commune, `${kindVi} số ${number}, ${vi} (minh họa)`, `${kindEn} ${number}, ${en} (demonstration)`],
        isCooperative ? 'COOPERATIVE' : 'ENTERPRISE',
      ];
    }),
  );
  const random = createRandom('workers/trainings');
  const byCommune = Map.groupBy(employers, ({ commune }) => commune);
  const trained = function* (): Generator<DemoRow> {
    for (const person of demoPopulation(people, province)) {
      const age = 2026 - person.birthYear;
      const works = age >= working.from && age < working.until && !person.isPublicServant && !person.isStudent;
      const some = byCommune.get(person.communeCode);
      if (!works || !some || !random.chance(0.35)) continue;
      const employer = random.pick(some);
      const month = random.pick(months);
      const day = `${month}-${String(random.integer(1, 28)).padStart(2, '0')}`;
      const hasCompleted = random.chance(0.75) && day <= demoLastDay;
      yield [employer.code, ...personValues(person), hasCompleted ? day : ''];
    }
  };
  const columns = [
    'enterprise_code',
    'citizen_number',
    'full_name',
    'sex',
    'birth_year',
    'commune_code',
    'completed_on',
  ];
  await write(folder, 'worker-trainings', columns, trained());
}

/** Writer of the demonstration for each folder of `joining`, by a file that only this folder has. */
const writers = { 'records/guidance.yaml': writePoints, 'records/worker-trainings.yaml': writeWorkers } as const;

/** Writes the demonstration files of a folder that joins; see `joining/README.md`. */
export function joiningDemo(hasFile: (name: string) => boolean): ReturnType<typeof demonstration> | undefined {
  const found = Object.entries(writers).find(([name]) => hasFile(name));
  return found && demonstration(found[1]);
}
