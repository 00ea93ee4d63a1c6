import type { FastifyBaseLogger } from 'fastify';
import type { AgreementsInForce } from './agreements/agreements-in-force.js';
import type { AuditTrail } from './audit/audit-trail.js';
import { readAuditSettings } from './audit/audit-settings.js';
import { type Config, readSettingsByName } from './config.js';
import { followSubgraphs } from './directory/follow-subgraphs.js';
import { reloadCertificates } from './directory/reload-certificates.js';
import type { ReloadingEngine } from './engine/reloading-engine.js';
import { followAgreements } from './follow-agreements.js';
import type { OpenDirectory } from './open-directory.js';
import { followTables } from './exports/table/follow-tables.js';
import type { TablesInForce } from './exports/table/tables-in-force.js';
import type { FollowedKeys } from './identity/followed-keys.js';
import { readRegistrySettings } from './identity/registry-settings.js';
import { reloadToken } from './reload-token.js';
import { reloadFrom } from './supergraph-file.js';
import type { DocumentsInForce } from './trusted-documents/documents-in-force.js';
import { followTrustedDocuments } from './trusted-documents/follow-trusted-documents.js';

/** What takes up what files say. */
export interface FollowingFiles extends OpenDirectory {
  readonly engine: ReloadingEngine;
  readonly agreements: AgreementsInForce | undefined;
  readonly trustedDocuments: DocumentsInForce | undefined;
  readonly tables: TablesInForce | undefined;
  readonly trail: AuditTrail | undefined;
  readonly followedKeys: FollowedKeys | undefined;
  /** What the file of subgraphs said as it was taken up first. */
  readonly subgraphsTaken: string;
  readonly log: FastifyBaseLogger;
}

/**
 * Takes up what the gateway's files say whenever they change: supergraph, agreements, trusted documents, tables,
 * certificates, the tokens of the audit log and the registry, subgraphs.
 * @returns a function that ends this.
 */
export function followFiles(config: Config, following: FollowingFiles): () => void {
  const {
    engine,
    agreements,
    trustedDocuments,
    tables,
    directory,
    takeSettings,
    trail,
    followedKeys,
    subgraphsTaken,
    log,
  } = following;
  const supergraph = reloadFrom(config.supergraph, engine, log);
  const stopAgreements = agreements && followAgreements({ agreements, engine, supergraph, log });
  const stopDocuments = trustedDocuments && followTrustedDocuments(trustedDocuments, log);
  const stopTables = tables && followTables(tables, () => engine.schema, log);
  const stopCertificates = reloadCertificates({
    read: () => readSettingsByName(config.timeoutMs, process.env),
    take: takeSettings,
    directory,
    log,
  });
  const stopTokens = [
    trail && reloadToken(trail, 'the audit log', () => readAuditSettings(process.env), log),
    followedKeys && reloadToken(followedKeys, 'the registry', () => readRegistrySettings(process.env), log),
  ];
  const subgraphs = () => engine.stats().subgraphs.map(({ name }) => name);
  const stopSubgraphs =
    config.subgraphs === undefined
      ? undefined
      : followSubgraphs({ file: config.subgraphs, directory, subgraphs, log }, subgraphsTaken);
  return () => {
    supergraph.stop();
    stopCertificates();
    for (const stop of stopTokens) stop?.();
    stopAgreements?.();
    stopDocuments?.();
    stopTables?.();
    stopSubgraphs?.();
  };
}
