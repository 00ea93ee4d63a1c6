import { defineLoader, peopleCount, type SubgraphContext, suppressedCells } from '@hub/kit';
import { type PublicStaffGroup, StaffGroup, type StaffHeadcount } from './staff.type.js';

/** Each agency's latest head-counts, and the province's: read together, since withholding has to see both. */
interface Staff {
  readonly byAgency: ReadonlyMap<string, readonly StaffHeadcount[]>;
  readonly province: readonly PublicStaffGroup[];
}

interface LatestHeadcount {
  readonly agency: string;
  readonly group: StaffGroup;
  readonly headcount: number;
  readonly asOf: string;
}

const staffLoader = defineLoader<'all', Staff>(async (keys, em) => {
  const rows = await em.execute<LatestHeadcount[]>(
    `select distinct on (agency_code, staff_group)
       agency_code as agency, staff_group as "group", headcount, as_of::text as "asOf"
     from staff_headcount order by agency_code, staff_group, as_of desc`,
  );
  const byGroup = Map.groupBy(rows, ({ group }) => group);
  const groups = Object.values(StaffGroup).flatMap((group) => {
    const counted = byGroup.get(group);
    return counted ? [publishedGroup(group, counted)] : [];
  });
  const staff: Staff = {
    byAgency: Map.groupBy(
      groups.flatMap(({ agencies }) => agencies),
      ({ agency }) => agency,
    ),
    province: groups.map(({ province }) => province),
  };
  return keys.map(() => staff);
});

function publishedGroup(group: StaffGroup, counted: readonly LatestHeadcount[]) {
  const withheld = suppressedCells(new Map(counted.map(({ agency, headcount }) => [agency, headcount])));
  const sum = counted.reduce((total, { headcount }) => total + headcount, 0);
  const oldest = counted.reduce((day, { asOf }) => (asOf < day ? asOf : day), counted[0]?.asOf ?? '');
  return {
    province: { group, headcount: peopleCount(sum, withheld.total), asOf: oldest },
    agencies: counted.map((row) => ({ ...row, headcount: peopleCount(row.headcount, withheld.cells.has(row.agency)) })),
  };
}

/** An agency's latest head-count of each group that it reports. */
export async function staffOfAgency(agencyCode: string, context: SubgraphContext): Promise<readonly StaffHeadcount[]> {
  return (await staffLoader(context).load('all')).byAgency.get(agencyCode) ?? [];
}

/** The province's head-count of each group that any agency reports. */
export async function staffOfProvince(context: SubgraphContext): Promise<readonly PublicStaffGroup[]> {
  return (await staffLoader(context).load('all')).province;
}
