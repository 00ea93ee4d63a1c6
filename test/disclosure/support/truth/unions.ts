import type { CellId, World } from '../structure.js';
import { communesOfToday, readRows, Tally } from './files.js';
import { addCover, addReleases } from './releases.js';
import { addGroupSessions, addGuidance } from './turns.js';

/** The order by name is the order of lowering. */
const criteria = ['E_PAYMENT', 'ONLINE_PUBLIC_SERVICE', 'ONLINE_SAFETY', 'SMART_DEVICE', 'VNEID_ACCOUNT'];

/** Adds the Women's Union's digital families (households), identities, members, sessions, and release. */
export function addWomensUnion(world: World): void {
  addReleases(world, 'womens-union');
  addFamilies(world);
  addGroupSessions(world);
  const women = new Tally();
  for (const row of readRows('subgraphs/womens-union/demo/digital-identities.csv')) {
    women.add(`${row['commune_code'] ?? ''} ${row['level'] ?? ''}`, row['citizen_number'] ?? '');
  }
  for (const level of ['1', '2']) addPlaces(world, "women's digital identities", level, (key) => women.of(key));
  const groups = readRows('subgraphs/womens-union/demo/learning-groups.csv').map(({ code = '' }) => code);
  const members = addMembers(world, 'members of learning groups', groups, {
    ...{ file: 'womens-union/demo/group-members.csv', column: 'group_code' },
  });
  addCover(world, 'womens-union', 'ADULTS_BASIC', members);
  const branches = readRows('subgraphs/womens-union/demo/branches.csv').map(({ code = '', member_count }) =>
    world.count('members of branches', code, Number(member_count)),
  );
  world.structure.groups.push({ table: 'members of branches', by: 'each', cells: branches });
}

/** Adds the Youth Union's members of teams, sessions, and release. */
export function addYouthUnion(world: World): void {
  addReleases(world, 'youth-union');
  addGuidance(world);
  const teams = readRows('subgraphs/youth-union/demo/teams.csv').map(({ code = '' }) => code);
  addMembers(world, 'members of teams', teams, { file: 'youth-union/demo/team-members.csv', column: 'team_code' });
}

/** Adds the communes and the province of one measure. */
function addPlaces(world: World, table: string, measure: string, of: (key: string) => number) {
  const cells = communesOfToday().map((commune) =>
    world.count(table, `${commune} ${measure}`, of(`${commune} ${measure}`)),
  );
  const sum = cells.reduce((people, cell) => people + world.people(cell), 0);
  const total = world.count(`${table}, province`, `38 ${measure}`, sum);
  world.structure.groups.push({ table, by: 'together', cells, total });
  world.structure.unions.push({ whole: total, parts: cells, isDisjoint: true });
  world.structure.totalsThatRise.add(total);
  return [...cells, total];
}

/** A household meets criteria after it committed itself; one that meets all meets each. */
function addFamilies(world: World): void {
  const { structure } = world;
  const households = new Tally();
  for (const row of readRows('subgraphs/womens-union/demo/digital-families.csv')) {
    const met = (row['criteria'] ?? '').split(';').filter((criterion) => criterion !== '');
    const measures = ['COMMITTED', ...met, ...(met.length === criteria.length ? ['ALL_CRITERIA'] : [])];
    for (const measure of measures)
      households.add(`${row['commune_code'] ?? ''} ${measure}`, row['household_code'] ?? '');
  }
  const add = (measure: string) => addPlaces(world, 'digital families', measure, (key) => households.of(key));
  const [committed, all, met] = [add('COMMITTED'), add('ALL_CRITERIA'), criteria.map(add)];
  for (const [place, whole] of committed.entries()) {
    const ofPlace = met.map((cells) => cells[place] ?? '');
    const complete = all[place] ?? '';
    for (const part of ofPlace) structure.nested.push([whole, part], [part, complete]);
    // At most as many families miss some criterion as the sum, over all criteria, of families that miss this one.
    structure.inequalities.push({
      terms: [[complete, 1], [whole, criteria.length - 1], ...ofPlace.map((cell) => [cell, -1] as const)],
      least: 0,
    });
  }
}

/** Adds the counts of distinct members, by code. */
function addMembers(
  world: World,
  table: string,
  codes: readonly string[],
  { file, column }: { readonly file: string; readonly column: string },
): CellId[] {
  const members = new Tally();
  for (const row of readRows(`subgraphs/${file}`)) members.add(row[column] ?? '', row['citizen_number'] ?? '');
  const cells = codes.map((code) => world.count(table, code, members.of(code)));
  world.structure.groups.push({ table, by: 'each', cells });
  return cells;
}
