import { column, defineImport } from '@hub/kit';
import { TeamEntity } from '../team/team.entity.js';
import { GuidanceSessionEntity } from './guidance-session.entity.js';
import { GuidanceService } from './guidance-session.type.js';

/**
 * A session has its day (`held_on`). A total that is published as one figure has no days: `total_since` is
 * the month from which it counts, which is the month in which the movement was launched (May 2025) where the source
 * says none, and how far it reaches stays open. The ledger, which needs a month, has the whole total in that month.
 */
export const guidanceSessionImport = defineImport({
  kind: 'guidance-sessions',
  description: 'A guidance session, or a published total of many, with its turns of guidance (occurrences)',
  columns: {
    code: column.code,
    team_code: column.optional(column.code),
    service_point_code: column.optional(column.code),
    commune_code: column.placeCode,
    held_on: column.optional(column.pastDay),
    total_since: column.optional(column.month),
    occurrences: column.integer(0, 100_000_000),
    approximate: column.flag,
    services: column.listOf(column.oneOf(...Object.values(GuidanceService))),
    source: column.optional(column.text),
  },
  key: ['code'],
  references: { team_code: [TeamEntity, 'code'] },
  check: ({ held_on, total_since, services }) => {
    if ((held_on === null) === (total_since === null)) {
      return { column: 'held_on', reason: 'expected either held_on, or total_since for a total without days' };
    }
    return services.length === 0
      ? { column: 'services', reason: `expected one or more of ${Object.values(GuidanceService).join(', ')}` }
      : undefined;
  },
  entity: GuidanceSessionEntity,
  entityKey: ['code'],
  toEntity: (row, { rootPlace }) => ({
    code: row.code,
    teamCode: row.team_code,
    servicePointCode: row.service_point_code,
    communeCode: row.commune_code === rootPlace ? null : row.commune_code,
    startsOn: firstDayOf(row),
    isTotal: row.held_on === null,
    occurrences: row.occurrences,
    approximate: row.approximate,
    services: row.services,
    source: row.source,
  }),
  toLedger: (row) => [
    {
      kind: 'activity',
      goalCode: 'ADULTS_BASIC',
      communeCode: row.commune_code,
      occurredOn: firstDayOf(row),
      occurrences: row.occurrences,
    },
  ],
});

function firstDayOf(row: { readonly held_on: string | null; readonly total_since: string | null }): string {
  return row.held_on ?? `${row.total_since ?? ''}-01`;
}
