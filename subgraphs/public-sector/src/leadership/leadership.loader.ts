import { defineLoader } from '@hub/kit';
import { type Leadership, LeadershipEntity } from './leadership.entity.js';

/** Each agency's latest report; null where there is none. */
export const latestLeadership = defineLoader<string, Leadership | null>(async (agencies, em) => {
  const reports = await em.find(LeadershipEntity, { agencyCode: { $in: [...agencies] } }, { orderBy: { asOf: 'asc' } });
  const latest = new Map(reports.map((report) => [report.agencyCode, report]));
  return agencies.map((agency) => latest.get(agency) ?? null);
});
