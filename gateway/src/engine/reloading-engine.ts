import { setTimeout } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type ExecutionResult, getVariableValues, type GraphQLSchema, printSchema, validate } from 'graphql';
import type { SchemaView } from '../authorization/schema-view.js';
import type { Caller } from '../request/caller.js';
import type { IncrementalResults } from '../executor/incremental-response.js';
import type {
  Engine,
  EngineRequest,
  EngineStats,
  ReloadOutcome,
  ReplaceableEngine,
  OperationRequest,
} from './engine.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import type { SealedEndpoint } from '../trust/sealed-exchange.js';
import { movingEvents } from '../subscription/moving-events.js';
import { documentOf } from '../operation/operation.js';
import { EngineInUse } from './engine-in-use.js';
import { type PreparationLimits, prepareOperations } from './prepare-operations.js';

export interface ReloadingEngineOptions {
  /** Opens an engine on a supergraph. */
  readonly open: (supergraphSdl: string) => Promise<ReplaceableEngine>;
  /**
   * Checks a supergraph before an engine is opened on it; gives whether callers may see less once it is live, so that
   * no stream may continue.
   * @throws SupergraphError if it must not go live.
   */
  readonly admit?: ((supergraphSdl: string) => Promise<boolean>) | undefined;
  /** How long streams of a replaced engine may continue, in milliseconds. */
  readonly streamGraceMs: number;
  /** Gives the operations that are always prepared, even without a recent request. */
  readonly registered?: () => readonly OperationRequest[];
  /** Limits of preparation before an engine goes live. */
  readonly preparation: PreparationLimits;
  readonly log: FastifyBaseLogger;
}

/**
 * The share of the preparation time that a start waits for: a caller that reconnects has few tries, and the rest is
 * planned while the gateway answers.
 */
const partBeforeAnswers = 0.1;

/**
 * An engine whose supergraph can be replaced while it answers. The next supergraph's engine plans recent operations
 * before it goes live, so that their callers do not wait for planning; each pending operation stays on its engine. A
 * request that is valid against `schema` can be executed until the event loop turns.
 */
export class ReloadingEngine implements Engine {
  readonly #replaced = new Set<EngineInUse>();
  readonly #listeners = new Set<(schema: GraphQLSchema) => void>();
  #live: EngineInUse;
  #sdl: string;
  #liveSince = Date.now();
  #turn: Promise<unknown> = Promise.resolve();
  #opening: ReplaceableEngine | undefined;
  #closed = false;
  readonly #reloads: Record<ReloadOutcome, number> = { live: 0, unchanged: 0, refused: 0 };

  private constructor(
    engine: ReplaceableEngine,
    sdl: string,
    private readonly options: ReloadingEngineOptions,
  ) {
    this.#live = new EngineInUse(engine);
    this.#sdl = sdl;
  }

  /** @throws SupergraphError when the first supergraph cannot be used. */
  static async open(supergraphSdl: string, options: ReloadingEngineOptions): Promise<ReloadingEngine> {
    const engine = await options.open(supergraphSdl);
    const { preparation, log } = options;
    const registered = options.registered?.() ?? [];
    if (registered.length > 0) {
      const planned = prepareOperations(engine, registered, preparation).then(
        (prepared) => {
          log.info({ registered: registered.length, prepared }, 'registered operations are planned');
        },
        // The rest is planned on demand.
        () => undefined,
      );
      await within(preparation.milliseconds * partBeforeAnswers, planned);
    }
    return new ReloadingEngine(engine, supergraphSdl, options);
  }

  get schema(): GraphQLSchema {
    return this.#live.engine.schema;
  }

  answering(type: string, field: string): readonly string[] {
    return this.#live.engine.answering?.(type, field) ?? [];
  }

  endpointOf(subgraph: string): SealedEndpoint | undefined {
    return this.#live.engine.endpointOf?.(subgraph);
  }

  schemaSeenBy(caller: Caller): GraphQLSchema {
    return this.#live.engine.schemaSeenBy?.(caller) ?? this.schema;
  }

  schemaText(view?: SchemaView): string {
    return this.#live.engine.schemaText?.(view) ?? printSchema(this.schema);
  }

  isPublic(request: EngineRequest): boolean {
    return this.#live.engine.isPublic(request);
  }

  execute(request: EngineRequest): Promise<ExecutionResult> {
    return this.#live.ask((engine) => engine.execute(request));
  }

  executeIncrementally(request: EngineRequest): Promise<ExecutionResult | IncrementalResults> {
    return this.#live.ask((engine) => engine.executeIncrementally(request));
  }

  /** A subscription continues on the next engine if it is valid there too, and its caller's view has not shrunk. */
  async subscribe(request: EngineRequest): Promise<AsyncGenerator<ExecutionResult, undefined, undefined>> {
    let asked = this.#live;
    const begin = () => {
      asked = this.#live;
      return asked.ask((engine) => engine.subscribe(request), true);
    };
    return movingEvents(await begin(), async () => {
      if (this.#closed || this.#live === asked || !asked.streamsMayMove || !isValid(this.schema, request))
        return undefined;
      return begin().catch(() => undefined);
    });
  }

  pinned<T>(ask: (engine: Engine) => Promise<T>): Promise<T> {
    return this.#live.ask(ask);
  }

  /** Ends the current subscriptions, because their callers may see less now. */
  outdateSubscriptions(): void {
    for (const { engine } of [this.#live, ...this.#replaced]) engine.outdateSubscriptions();
  }

  stats(): EngineStats {
    return { ...this.#live.engine.stats(), liveSince: this.#liveSince, reloads: this.#reloads };
  }

  endSubscriptions(): void {
    for (const { engine } of [this.#live, ...this.#replaced]) engine.endSubscriptions();
  }

  /** The live supergraph. */
  get supergraphSdl(): string {
    return this.#sdl;
  }

  /** Replaces the supergraph. If it is unusable, the previous one stays, and the log has the reason. */
  reload(supergraphSdl: string): Promise<ReloadOutcome> {
    return this.#inTurn(() => (supergraphSdl === this.#sdl ? 'unchanged' : this.#reload(supergraphSdl)));
  }

  /** Opens a new engine on the same supergraph, because its options changed; all streams end. */
  reopen(): Promise<ReloadOutcome> {
    return this.#inTurn(() => this.#reload(this.#sdl, () => Promise.resolve(true)));
  }

  #inTurn(reload: () => ReloadOutcome | Promise<ReloadOutcome>): Promise<ReloadOutcome> {
    const outcome = this.#turn.then(async () => {
      const became = this.#closed ? 'unchanged' : await reload();
      this.#reloads[became] += 1;
      return became;
    });
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  onSchemaChange(listener: (schema: GraphQLSchema) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#opening?.close(), this.#turn]);
    await Promise.all([this.#live, ...this.#replaced].map((engine) => engine.close()));
  }

  async #reload(sdl: string, admit = this.options.admit): Promise<ReloadOutcome> {
    const { log } = this.options;
    const begin = performance.now();
    let prepared: number;
    try {
      const endsStreams = await admit?.(sdl);
      prepared = await this.#replace(sdl, endsStreams ? 0 : this.options.streamGraceMs);
    } catch (error) {
      const reason = error instanceof SupergraphError ? { reason: error.message } : { err: error };
      log.error(reason, 'the new supergraph cannot be used; the one before stays live');
      return 'refused';
    }
    if (sdl !== this.#sdl) this.#liveSince = Date.now();
    this.#sdl = sdl;
    log.info({ prepared, milliseconds: Math.round(performance.now() - begin) }, 'a new supergraph is live');
    for (const listener of this.#listeners) this.#tell(listener);
    return 'live';
  }

  /** Calls one listener; its errors do not stop the others. */
  #tell(listener: (schema: GraphQLSchema) => void): void {
    try {
      listener(this.schema);
    } catch (error) {
      this.options.log.error({ err: error }, 'a listener failed with the new supergraph, which is live');
    }
  }

  /** @returns how many operations were prepared. */
  async #replace(sdl: string, streamGraceMs: number): Promise<number> {
    const next = (this.#opening = await this.options.open(sdl));
    try {
      const recent = this.#live.engine.recentOperations();
      const asked = [...recent, ...(this.options.registered?.() ?? [])];
      const prepared = await prepareOperations(next, asked, this.options.preparation);
      if (this.#closed) throw new SupergraphError('the gateway stops');
      this.#retire(this.#live, streamGraceMs);
      this.#live = new EngineInUse(next);
      return prepared;
    } catch (error) {
      await next.close();
      throw error;
    } finally {
      this.#opening = undefined;
    }
  }

  #retire(before: EngineInUse, streamGraceMs: number): void {
    this.#replaced.add(before);
    before.replaced(streamGraceMs);
    void before.closed
      .catch((error: unknown) => {
        this.options.log.error({ err: error }, 'a replaced engine did not close');
      })
      .finally(() => this.#replaced.delete(before));
  }
}

/** Waits for a promise, but at most some milliseconds. */
async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  const time = new AbortController();
  await Promise.race([done, setTimeout(milliseconds, undefined, { signal: time.signal })]);
  time.abort();
}

/** Whether an operation and its variables, valid against another schema, are valid against this one. */
function isValid(schema: GraphQLSchema, { operation, variables }: EngineRequest): boolean {
  if (validate(schema, documentOf(operation)).length > 0) return false;
  return getVariableValues(schema, operation.definition.variableDefinitions ?? [], variables).errors === undefined;
}
