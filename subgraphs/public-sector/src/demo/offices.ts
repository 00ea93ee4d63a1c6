import { type DemoPerson, demoPopulation, type DemoProvince, type Random } from '@hub/demo';
import { AgencyLevel } from '../records/agency.js';
import { StaffGroup } from '../records/staff.js';
import { type DemoAgency, demoAgencies } from './agencies.js';

export interface DemoEmployee {
  readonly person: DemoPerson;
  readonly group: StaffGroup;
}

/** An agency with the demonstration's people who work in it. */
export interface DemoOffice {
  readonly agency: DemoAgency;
  /** Number of leaders, who are the first employees. */
  readonly leaders: number;
  readonly employees: readonly DemoEmployee[];
}

/** Share of public servants who work for the province or a department; the others work in their commune. */
const provincialShare = 0.3;

const { CADRE, CIVIL_SERVANT, PUBLIC_EMPLOYEE, WORKER } = StaffGroup;
const communeGroups = [CADRE, CIVIL_SERVANT, CIVIL_SERVANT, CIVIL_SERVANT, PUBLIC_EMPLOYEE, PUBLIC_EMPLOYEE, WORKER];
const departmentGroups = [CIVIL_SERVANT, CIVIL_SERVANT, PUBLIC_EMPLOYEE, PUBLIC_EMPLOYEE, PUBLIC_EMPLOYEE, WORKER];

/** Assigns a workplace to each public servant of the demonstration's people. */
export function demoOffices(random: Random, people: number, province: DemoProvince): DemoOffice[] {
  const agencies = demoAgencies(province);
  const provincial = agencies.filter(({ communeCode }) => communeCode === null);
  const staff = Map.groupBy(
    [...demoPopulation(people, province)].filter(({ isPublicServant }) => isPublicServant),
    ({ communeCode }) => (random.chance(provincialShare) ? weighted(random, provincial).code : `UBND-${communeCode}`),
  );
  return agencies.map((agency) => {
    const people = staff.get(agency.code) ?? [];
    const posts = agency.level === AgencyLevel.COMMUNE ? random.integer(2, 4) : random.integer(3, 5);
    const leaders = Math.min(posts, people.length);
    const employees = people.map((person, index) => ({
      person,
      group: index < leaders ? leadersGroup(agency) : random.pick(groupsOf(agency)),
    }));
    return { agency, leaders, employees };
  });
}

/** An office's reported numbers by group: its employees, the same as in training records and denominators. */
export function headcounts({ employees }: DemoOffice): Map<StaffGroup, number> {
  const byGroup = Map.groupBy(employees, ({ group }) => group);
  return new Map(
    Object.values(StaffGroup).flatMap((group) => {
      const count = byGroup.get(group)?.length ?? 0;
      return count > 0 ? [[group, count] as const] : [];
    }),
  );
}

function groupsOf({ level }: DemoAgency): readonly StaffGroup[] {
  return level === AgencyLevel.COMMUNE ? communeGroups : departmentGroups;
}

function leadersGroup({ level }: DemoAgency): StaffGroup {
  return level === AgencyLevel.DEPARTMENT ? CIVIL_SERVANT : CADRE;
}

function weighted(random: Random, agencies: readonly DemoAgency[]): DemoAgency {
  let rest = random.next() * agencies.reduce((sum, { weight }) => sum + weight, 0);
  return agencies.find(({ weight }) => (rest -= weight) < 0) ?? (agencies[0] as DemoAgency);
}
