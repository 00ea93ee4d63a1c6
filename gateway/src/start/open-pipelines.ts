import type { FastifyBaseLogger } from 'fastify';
import type { Introspection } from '../authorization/restrict-introspection.js';
import type { Engine } from '../engine/engine.js';
import { withoutBoundKeys } from '../exports/bound-keys.js';
import type { ApolloPlugin } from '../graphql/apollo-pipeline.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import { enginePipeline } from '../graphql/pipeline.js';
import { type Limits, partOfOperations } from '../limits/limits.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import { observedPipeline } from '../telemetry/observed-pipeline.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { NamedDocuments } from '../trusted-documents/documents-of-apps.js';
import { trustedPipeline } from '../trusted-documents/trusted-pipeline.js';

/** The inputs of the pipelines. */
interface PipelineOptions {
  readonly introspection: Introspection | undefined;
  readonly limits: Limits;
  readonly operationTimeoutMs: number;
  readonly processor: ProcessorTime;
  readonly plugins: readonly ApolloPlugin[];
  readonly telemetry: Telemetry | undefined;
  readonly trustedDocuments: NamedDocuments | undefined;
}

/** The pipelines that answer operations. */
export interface Pipelines {
  /** For callers' operations. */
  readonly ofCallers: Pipeline;
  /** For the operations of tables, which the tables' files register. */
  readonly ofTables: Pipeline;
}

/** Makes the pipelines of an engine, and observes them. */
export async function openPipelines(
  engine: Engine,
  log: FastifyBaseLogger,
  { introspection, limits, operationTimeoutMs, processor, plugins, telemetry, trustedDocuments }: PipelineOptions,
): Promise<Pipelines> {
  const options = {
    documentLimits: limits.document,
    documentCacheBytes: limits.cacheBytes * (1 - partOfOperations),
    introspection,
    processor,
  };
  const withPlugins = plugins.length > 0 ? await import('../graphql/apollo-pipeline.js') : undefined;
  const plain = withPlugins
    ? await withPlugins.apolloPipeline(engine, plugins, log, { ...options, operationTimeoutMs })
    : enginePipeline(engine, options);
  telemetry?.metrics.read(() => engine.stats(), plain.documents);
  const observed = telemetry ? observedPipeline(plain, telemetry) : plain;
  const ofCallers = withoutBoundKeys(trustedDocuments ? trustedPipeline(observed, trustedDocuments) : observed);
  return { ofCallers, ofTables: observed };
}
