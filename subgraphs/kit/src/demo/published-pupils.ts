import { parseSchoolYear } from '@hub/schema';
import { totalOfAllPlaces } from '../disclosure/people-table.js';
import { countKey } from '../disclosure/count-key.js';
import { publishCounts } from '../disclosure/publish-counts.js';
import { nobodyPublished, type PublishedCount } from '../disclosure/published-count.js';
import type { DemoProvince } from './province.js';
import { demoPupils } from './pupils.js';
import { demoSchools } from './schools.js';

const keyOf = (place: string) => ({ measure: 'PUPILS', subject: '', place, month: '' });

/**
 * How many of the demonstration's pupils are enrolled on a day, in the province and by the commune of the school, as the
 * Department of Education and Training publishes it beside those of each school.
 */
export function demoPupilsPublished(
  count: number,
  province: DemoProvince,
  day: string,
): ReadonlyMap<string, PublishedCount> {
  const schools = demoSchools(province);
  const places = [province.code, ...province.communes.keys()];
  const placeOf = new Map(schools.map(({ code, communeCode }) => [code, `${communeCode}/${code}`]));
  const enrolled = new Map([...places, ...placeOf.values()].map((place) => [place, 0]));
  for (const { placements } of demoPupils(count, province)) {
    const placement = placements.find(({ schoolYear, enrolledOn, leftOn }) => {
      return enrolledOn <= day && day <= (leftOn ?? parseSchoolYear(schoolYear).lastDay);
    });
    if (!placement) continue;
    const { code, communeCode } = placement.school;
    for (const place of [province.code, communeCode, placeOf.get(code) ?? '']) {
      enrolled.set(place, (enrolled.get(place) ?? 0) + 1);
    }
  }
  const schoolsIn = Map.groupBy(schools, ({ communeCode }) => communeCode);
  const published = publishCounts({
    rootPlace: province.code,
    counts: [...enrolled].map(([place, people]) => ({ ...keyOf(place), people })),
    totalsOf: (cell) => {
      const [commune = '', school] = cell.place.split('/');
      return school === undefined ? totalOfAllPlaces(cell, province.code) : [keyOf(commune)];
    },
    parts: [
      { ...keyOf(province.code), parts: schoolsIn.size },
      ...[...schoolsIn].map(([commune, { length }]) => ({ ...keyOf(commune), parts: length })),
    ],
  });
  return new Map(places.map((place) => [place, published.get(countKey(keyOf(place))) ?? nobodyPublished]));
}
