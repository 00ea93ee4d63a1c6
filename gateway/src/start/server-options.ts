import type { FastifyBaseLogger } from 'fastify';
import type { AgreementsInForce } from '../agreements/agreements-in-force.js';
import { withPurposes } from '../agreements/asked-for.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { unrecordedWork } from '../audit/recorded-work.js';
import type { Config } from '../settings/config.js';
import { endingsOf } from '../directory/certificate-expiry.js';
import type { SubgraphDirectory } from '../directory/subgraph-directory.js';
import type { PanelsInForce } from '../exports/panels/panels-in-force.js';
import type { TablesInForce } from '../exports/table/tables-in-force.js';
import { bearerTokens, allAnonymous, programKeys, throughApps } from '../identity/authenticate.js';
import { readRegistrySettings } from '../identity/registry-settings.js';
import type { ProgramKeys } from '../identity/program-keys.js';
import type { RegistryContent } from '../identity/registry-content.js';
import type { ApolloPlugin } from '../graphql/apollo-pipeline.js';
import type { Limits } from '../limits/limits.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import { MemoryRateLimiter } from '../limits/rate/memory-rate-limiter.js';
import type { RateLimiter } from '../limits/rate/rate-limiter.js';
import { auditLog, registry } from '@hub/protocol';
import { readPortal } from '../portal-files/built-portal.js';
import type { OwnParts } from '../portal-files/hub-parts.js';
import type { ServerOptions } from './server.js';
import { untrustedCode } from '../subgraph/refused-client.js';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { DocumentsOfApps } from '../trusted-documents/documents-of-apps.js';
import type { DocumentsInForce } from '../trusted-documents/documents-in-force.js';

/** The inputs of a server in addition to the configuration. */
export interface ServerMeans {
  readonly telemetry: Telemetry;
  readonly limits: Limits;
  readonly processor: ProcessorTime;
  readonly agreements: AgreementsInForce | undefined;
  readonly trustedDocuments: DocumentsInForce | undefined;
  readonly tables: TablesInForce | undefined;
  readonly panels: PanelsInForce | undefined;
  readonly callbacks: CallbackDesk;
  readonly plugins: readonly ApolloPlugin[];
  /** Returns the subgraphs; available before the first request. */
  readonly directory: () => SubgraphDirectory;
  /** Connects to Redis; undefined if no Redis is configured, and then its package is not loaded. */
  readonly sharedLimiter: ((log: FastifyBaseLogger) => RateLimiter) | undefined;
  /** The keys for programs; undefined if keys are not accepted. */
  readonly keys: ProgramKeys | undefined;
  /** Fetches apps' documents; undefined if keys are not accepted. */
  readonly content: RegistryContent | undefined;
  /**
   * Returns the audit trail; available before the first request. It returns undefined if operations are not recorded.
   */
  readonly trail: () => AuditTrail | undefined;
}

/** The options of a running gateway's server. */
export function serverOptions(config: Config, means: ServerMeans): ServerOptions {
  const { telemetry, limits, processor, agreements, trustedDocuments, tables, panels, callbacks, plugins } = means;
  const { directory, keys, content, trail, sharedLimiter } = means;
  const { issuer, registry: registryEndpoint } = config;
  const files = config.portal && readPortal();
  return {
    ...config,
    registryUrl: config.registry?.url,
    // The token may have changed.
    changesOf: registryEndpoint && (() => readRegistrySettings(process.env) ?? registryEndpoint),
    telemetry,
    limits,
    processor,
    trustedDocuments:
      keys && content ? new DocumentsOfApps((id) => keys.app(id), content, trustedDocuments) : trustedDocuments,
    issuerUrl: issuer?.url,
    isOriginOfApp: keys && ((origin) => keys.isOriginOfApp(origin)),
    tables,
    panels,
    portal: config.portal && files && { files, settings: config.portal, issuer },
    callbacks,
    plugins,
    ownParts: () => {
      const asked = trail();
      return {
        ...(asked && { [auditLog.code]: { answers: !asked.isFailing } }),
        ...(keys && { [registry.code]: registryOf(keys) }),
      };
    },
    recorder: () => trail()?.work ?? unrecordedWork,
    authenticate: (log) => {
      const byTokens = issuer
        ? bearerTokens(issuer, log, (issuerKeys) => {
            telemetry.metrics.readIssuerKeys(issuerKeys);
          })
        : allAnonymous;
      const known = keys ? programKeys(keys, throughApps(keys, byTokens)) : byTokens;
      return agreements ? withPurposes(known, agreements.askedFor) : known;
    },
    leftOut: () => {
      const apps = trustedDocuments?.leftOut ?? { leftOut: [], outdated: [] };
      const refused = directory().refused.map((organisation) => ({ organisation, code: untrustedCode }));
      const { leftOut = [], outdated = [] } = agreements?.leftOut ?? {};
      const faulty = tables?.leftOut ?? [];
      const unknownKeys = keys && !keys.isCurrent ? [{ part: registry.code, code: 'KEYS_UNKNOWN' }] : [];
      return {
        leftOut: [...leftOut, ...refused, ...apps.leftOut, ...faulty, ...unknownKeys],
        outdated: [...outdated, ...apps.outdated],
      };
    },
    ends: () => endingsOf(directory().certificates),
    rateLimiter: sharedLimiter ?? (() => new MemoryRateLimiter()),
    unready: () => [
      ...(trail()?.isRefusing ? ['AUDIT_UNAVAILABLE' as const] : []),
      ...(directory().canSign ? [] : ['SIGNING_KEY_UNUSABLE' as const]),
      ...(directory().refusesAll ? ['NO_SUBGRAPH_KEYS' as const] : []),
    ],
  };
}

/** The registry responds at least every half minute, even if no key has changed. */
const registryAnswersEveryMs = 60_000;

function registryOf({ ageMs }: ProgramKeys): OwnParts[string] {
  if (ageMs === undefined) return { answers: false };
  return { answers: ageMs <= registryAnswersEveryMs, at: Date.now() - ageMs };
}
