import type { FastifyBaseLogger } from 'fastify';
import type { AgreementsInForce } from '../agreements/agreements-in-force.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { readAuditSettings } from '../audit/audit-settings.js';
import type { Follower } from '../base/follower.js';
import { type Config, readSettingsByName } from '../settings/config.js';
import type { ReloadingEngine } from '../engine/reloading-engine.js';
import type { PanelsInForce } from '../exports/panels/panels-in-force.js';
import type { TablesInForce } from '../exports/table/tables-in-force.js';
import { readRegistrySettings } from '../identity/registry-settings.js';
import type { OpenDirectory } from '../start/open-directory.js';
import type { DocumentsInForce } from '../trusted-documents/documents-in-force.js';
import { followAgreements } from './follow-agreements.js';
import { followSubgraphs } from './follow-subgraphs.js';
import { followSupergraph } from './follow-supergraph.js';
import { reloadCertificates } from './reload-certificates.js';
import { reloadToken, type TokenHolder } from '../start/reload-token.js';

/** The parts that read the gateway's files. */
export interface FollowingFiles extends OpenDirectory {
  readonly engine: ReloadingEngine;
  readonly agreements: AgreementsInForce | undefined;
  readonly trustedDocuments: DocumentsInForce | undefined;
  readonly tables: TablesInForce | undefined;
  readonly panels: PanelsInForce | undefined;
  readonly trail: AuditTrail | undefined;
  /** The parts that send requests to the registry. */
  readonly ofRegistry: readonly TokenHolder[];
  /** The text of the subgraphs file that was applied first. */
  readonly subgraphsTaken: string;
  readonly log: FastifyBaseLogger;
}

/**
 * Applies changes of the gateway's files: supergraph, agreements, trusted documents, tables, certificates, the tokens
 * of the audit log and the registry, subgraphs. Changes during the start count, too.
 */
export function followFiles(config: Config, following: FollowingFiles, follower: Follower): void {
  const { engine, agreements, trustedDocuments, tables, panels, directory } = following;
  const { takeSettings, trail, ofRegistry, log } = following;
  const supergraph = followSupergraph(config.supergraph, engine, log, follower);
  if (agreements) followAgreements({ agreements, engine, supergraph, log }, follower);
  if (trustedDocuments) {
    const look = async () => {
      if (await trustedDocuments.look()) log.info('other trusted documents are in force');
      trustedDocuments.report(log);
    };
    follower.follow({ look, fault: 'the trusted documents cannot be read; those before stay in force', log });
  }
  if (tables) {
    const look = async () => {
      try {
        await tables.look();
      } finally {
        tables.report(engine, log);
      }
    };
    follower.follow({ look, fault: 'the tables cannot be read; those before stay in force', log });
  }
  if (panels) {
    const look = async () => {
      await panels.look();
      panels.report(engine, log);
    };
    follower.follow({ look, fault: 'the organisations’ pages cannot be read; those before stay in force', log });
  }
  const read = () => readSettingsByName(config.timeoutMs, process.env);
  reloadCertificates({ read, take: takeSettings, directory, log }, follower);
  if (trail) {
    const what = 'the audit log';
    reloadToken({ holder: trail, what, read: () => readAuditSettings(process.env), log }, follower);
  }
  for (const holder of ofRegistry) {
    const what = 'the registry';
    reloadToken({ holder, what, read: () => readRegistrySettings(process.env), log }, follower);
  }
  if (config.subgraphs === undefined) return;
  const subgraphs = () => engine.stats().subgraphs.map(({ name }) => name);
  followSubgraphs({ file: config.subgraphs, directory, subgraphs, log }, following.subgraphsTaken, follower);
}
