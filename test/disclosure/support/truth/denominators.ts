import { demoProvince, demoPublicServants } from '@hub/demo';
import { demoPeople } from '@hub/kit/service';
import { placesConfig } from '../../../support/places.js';
import type { Shown } from '../rules/rule.js';
import type { CellId, World } from '../structure.js';
import { addPupilsOn, addPupilsToDate } from './education.js';
import { communesOfToday, readRows } from './files.js';
import { addStaff } from './public-sector.js';

/** A public denominator from the movement's files, by audience, version and place. */
export interface PublicDenominator {
  readonly audience: string;
  readonly place: string;
  readonly version: string;
  readonly asOf: string;
  readonly basis: string;
  readonly value: number;
  readonly atMost: number;
}

/** All denominators of the demonstration with a value, in every version and at every level. */
export function publicDenominators(): PublicDenominator[] {
  return ['data', 'demo'].flatMap((folder) =>
    readRows(`subgraphs/movement/${folder}/denominators.csv`).flatMap((row): PublicDenominator[] => {
      const { audience = '', place_code: place = '', version = '', as_of: asOf = '', basis = '' } = row;
      if (!row['value']) return [];
      const value = Number(row['value']);
      const atMost = Number(row['at_most'] || (basis === 'RECORDS' ? value + 9 : value));
      return [{ audience, place, version, asOf, basis, value, atMost }];
    }),
  );
}

const pupils = 'pupils to date';
const staff = 'public staff by commune of residence';

/** The count of people that a denominator of records is. */
export function cellOfDenominator({
  audience,
  place,
  asOf,
}: Pick<PublicDenominator, 'audience' | 'place' | 'asOf'>): CellId {
  return audience === 'PUPILS' ? `${pupils}|${place} ${asOf}` : `${staff}|${place}`;
}

/** Adds the counts behind denominators from records, and other published counts of the same people. */
export async function addDenominators(world: World): Promise<void> {
  const { structure } = world;
  const ofPupils = publicDenominators().filter(({ audience }) => audience === 'PUPILS');
  const days = [...new Set(ofPupils.map(({ asOf }) => asOf))].sort();
  addPupilsOn(world, days);
  addPupilsToDate(world, days);
  const servants = await (publicServants ??= countPublicServants());
  const cells = communesOfToday().map((commune) => world.count(staff, commune, servants.get(commune) ?? 0));
  const everybody = cells.reduce((sum, cell) => sum + world.people(cell), 0);
  const whole = world.count(staff, '38', everybody);
  structure.unions.push({ whole, parts: cells, isDisjoint: true });
  // The head-counts of the groups are of the same people.
  addStaff(
    world,
    readRows('subgraphs/public-sector/demo/agencies.csv').map(({ code = '' }) => code),
  );
  const groups = [...structure.cells].filter((cell) => cell.startsWith('staff by group|'));
  structure.unions.push({ whole, parts: groups, isDisjoint: true });
}

/** Public servants by commune; counted once, for the worlds of one run have the same. */
let publicServants: Promise<ReturnType<typeof demoPublicServants>> | undefined;

async function countPublicServants() {
  return demoPublicServants(demoPeople, await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace));
}

/** What is shown of the denominators of records. */
export function shownDenominators(): Shown {
  return new Map(
    publicDenominators()
      .filter(({ basis }) => basis === 'RECORDS')
      .map((one) => [cellOfDenominator(one), one.value]),
  );
}
