import type { SubgraphDefinition } from '@hub/kit';
import { AuditEntryEntity } from './entry/audit-entry.type.js';
import { AuditResolver, Organisation, OrganisationAuditResolver } from './entry/audit.resolver.js';
import { Migration20260601000000_auditLog } from './log/log.migration.js';
import { appDaysEndpoint } from './log/app-days.endpoint.js';
import { logEndpoints } from './log/log.endpoint.js';
import { usesEndpoint } from './log/uses.endpoint.js';
import { Migration20260601000100_restoreMarks } from './log/restore.migration.js';
import { Migration20260601000200_auditStreams } from './log/stream.migration.js';
import { restoreEndpoints } from './log/restore.endpoint.js';

/** The audit log's subgraph: gateways write to it, and auditors and organisations read it. */
export const audit: SubgraphDefinition = {
  organisation: 'audit',
  folder: new URL('../', import.meta.url),
  entities: [AuditEntryEntity],
  migrations: [
    Migration20260601000000_auditLog,
    Migration20260601000100_restoreMarks,
    Migration20260601000200_auditStreams,
  ],
  rights: {
    audit_entry: ['select', 'insert'],
    audit_head: ['select', 'update'],
    audit_stream: ['select', 'insert', 'update'],
  },
  mustWrite: true,
  resolvers: [AuditResolver, OrganisationAuditResolver],
  orphanedTypes: [Organisation],
  imports: [],
  endpoints: (endpoints) => {
    logEndpoints(endpoints);
    usesEndpoint(endpoints);
    appDaysEndpoint(endpoints);
  },
  restoreEndpoints: restoreEndpoints,
};
