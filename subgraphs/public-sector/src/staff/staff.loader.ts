import { defineLoader } from '@hub/kit';
import type { StaffGroup } from './staff.type.js';

/** A group of staff that an agency, or any agency, reports. */
export interface ReportedGroup {
  /** The agency, as published counts have it, or the root place. */
  readonly place: string;
  readonly group: StaffGroup;
  readonly asOf: string;
}

/** The groups that each agency reports, with the day of the latest head-count. */
export const staffOfAgency = defineLoader<string, ReportedGroup[]>(async (agencies, em) => {
  const rows = await em.execute<(ReportedGroup & { readonly agency: string })[]>(
    `select agency_code as agency, place, staff_group as "group", as_of::text as "asOf" from latest_headcount
     where agency_code in (select json_array_elements_text(?::json)) order by 1, 3`,
    [JSON.stringify(agencies)],
  );
  const byAgency = Map.groupBy(rows, ({ agency }) => agency);
  return agencies.map((agency) => byAgency.get(agency) ?? []);
});

/** The groups that any agency reports, with the day of the oldest of the latest head-counts. */
export const staffOfProvince = defineLoader<'all', ReportedGroup[]>(async (keys, em, { rootPlace }) => {
  const rows = await em.execute<Omit<ReportedGroup, 'place'>[]>(
    `select staff_group as "group", min(as_of)::text as "asOf" from latest_headcount group by 1 order by 1`,
  );
  return keys.map(() => rows.map((row) => ({ ...row, place: rootPlace })));
});
