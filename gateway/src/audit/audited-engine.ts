import { type ExecutionResult, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { Engine, EngineRequest } from '../engine/engine.js';
import type { IncrementalResults, InitialResult, SubsequentResult } from '../executor/incremental-response.js';
import { observers, type RequestObserver } from '../executor/fetch/request-observer.js';
import { mappedStream } from '../base/mapped-stream.js';
import { onceForEach } from '../base/once-for-each.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import { whenEnded } from '../base/when-ended.js';
import type { AlikeRequests } from './alike-requests.js';
import { type AuditedOperation, type AuditPhase, auditRecord, AuditTally } from './audit-record.js';
import { AuditUnavailable } from './audit-writer.js';
import { auditUnavailable } from '../errors/audit-unavailable.js';
import type { PublicCounts } from './public-counts.js';
import { touchedFields } from '../operation/touched-fields.js';

/** The handling of an operation that cannot be recorded: it is refused, or still answered. */
export type AuditFailure = 'refuse' | 'answer';

/** The destination of an engine's records. */
export interface AuditLog {
  /**
   * Settles once a record is on disk; fails if it cannot be written.
   * @param callerId the caller of the recorded request.
   * @param isOfDone whether it records executed work: if it cannot be written now, it is written later.
   */
  write(record: string, callerId?: string, isOfDone?: boolean): Promise<unknown>;
}

/** The means by which an engine's operations are recorded. */
export interface AuditMeans {
  readonly log: AuditLog;
  /** Counts public operations, and operations that could not be recorded. */
  readonly counts: Pick<PublicCounts, 'add' | 'isLate'>;
  /** Groups a service's repeated requests; by default each has a separate row. */
  readonly alike?: Pick<AlikeRequests, 'take' | 'know'>;
  readonly failure: AuditFailure;
}

/**
 * An engine that records operations before their answers leave it. A query is recorded once; streams and mutations are
 * recorded before they begin and again at the end. Public operations are counted; a service's repeated requests are
 * written together.
 */
export function auditedEngine(engine: Engine, means: AuditMeans): Engine {
  // Another schema may have other types for the same operation.
  const audited = onceForEach((schema: GraphQLSchema) =>
    onceForEach((operation: ValidOperation) => auditedOperation(schema, operation)),
  );

  const begin = (request: EngineRequest): Recording =>
    new Recording(request, audited(engine.schema)(request.operation), isCounted(engine, request), means);

  return {
    get schema() {
      return engine.schema;
    },
    ...(engine.answering && { answering: engine.answering.bind(engine) }),
    ...(engine.endpointOf && { endpointOf: engine.endpointOf.bind(engine) }),
    ...(engine.schemaSeenBy && { schemaSeenBy: engine.schemaSeenBy.bind(engine) }),
    ...(engine.schemaText && { schemaText: engine.schemaText.bind(engine) }),
    isPublic: (request) => engine.isPublic(request),
    ...(engine.onSchemaChange && { onSchemaChange: engine.onSchemaChange.bind(engine) }),
    execute: async (request) => {
      const recording = begin(request);
      if (recording.isHopeless) return unrecorded(false);
      if (!recording.changesSomething) return recording.whole('WHOLE', () => engine.execute(recording.request));
      return pinned(engine, async (same) => {
        if (!(await recording.write('BEGIN'))) return unrecorded(false);
        return recording.whole('END', () => same.execute(recording.request));
      });
    },
    executeIncrementally: async (request): Promise<ExecutionResult | IncrementalResults> => {
      const recording = begin(request);
      if (recording.isHopeless) return unrecorded(false);
      const { changesSomething } = recording;
      return pinned(engine, async (same) => {
        if (changesSomething && !(await recording.write('BEGIN'))) return unrecorded(false);
        const phase = changesSomething ? 'END' : 'WHOLE';
        const answer = await recording.asked(phase, () => same.executeIncrementally(recording.request));
        if (!(Symbol.asyncIterator in answer)) return recording.answered(phase, answer);
        // A mutation already has its begin in the log.
        if (changesSomething || (await recording.write('BEGIN'))) return recording.followed(answer);
        await answer.return(undefined);
        return unrecorded(false);
      });
    },
    subscribe: async (request) => {
      const recording = begin(request);
      if (recording.isHopeless) throw auditUnavailable(false);
      const events = await recording.asked('WHOLE', () => engine.subscribe(recording.request));
      if (await recording.write('BEGIN')) return recording.followed(events);
      await events.return(undefined);
      throw auditUnavailable(false);
    },
    stats: () => engine.stats(),
    endSubscriptions: () => {
      engine.endSubscriptions();
    },
    close: () => engine.close(),
  };
}

/** Runs an operation on one engine, even if another goes live during a write. */
function pinned<T>(engine: Engine, ask: (engine: Engine) => Promise<T>): Promise<T> {
  return engine.pinned?.(ask) ?? ask(engine);
}

/**
 * Whether an operation is counted instead of recorded: a public operation without a key; each use of a key is recorded.
 */
function isCounted(engine: Engine, request: EngineRequest): boolean {
  return request.context.caller.key === undefined && engine.isPublic(request);
}

/** The records of one request. */
class Recording {
  readonly #organisations = new Set<string>();
  /** The request, observed to note the organisations that are queried for it. */
  readonly request: EngineRequest;
  private readonly context: RequestContext;

  constructor(
    request: EngineRequest,
    private readonly operation: AuditedOperation,
    /** Whether the operation is counted instead of recorded. */
    private readonly isPublic: boolean,
    private readonly means: AuditMeans,
  ) {
    const organisations: RequestObserver = {
      begins: ({ subgraph }) => {
        this.#organisations.add(subgraph);
        return undefined;
      },
      subscribes: (subgraphs) => {
        for (const subgraph of subgraphs) this.#organisations.add(subgraph);
      },
      // A shared answer would have no fetches, and its record no organisations.
      alone: true,
    };
    this.context = request.context;
    const { agreements } = request.context.caller.rights;
    for (const organisation of agreements?.askedIn(operation.fields) ?? []) this.#organisations.add(organisation);
    this.request = { ...request, observer: observers([request.observer, organisations]) };
  }

  get changesSomething(): boolean {
    return this.operation.type === OperationTypeNode.MUTATION;
  }

  /** Whether it is certain in advance that the operation cannot be recorded, and so is not answered. */
  get isHopeless(): boolean {
    const { counts, failure } = this.means;
    return failure === 'refuse' && this.isPublic && counts.isLate;
  }

  /** Answers an operation and records that; without a record there is no answer. */
  async whole(phase: AuditPhase, answer: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    return this.answered(phase, await this.asked(phase, answer));
  }

  /** Records that an operation is answered, and gives the answer, if it may leave. */
  async answered(phase: AuditPhase, result: ExecutionResult): Promise<ExecutionResult> {
    const isRecorded = await this.write(phase, new AuditTally().add(result));
    return isRecorded ? result : unrecorded(this.changesSomething);
  }

  /** Runs an operation, and records a failure of the engine. */
  async asked<T>(phase: AuditPhase, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      const known = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
      await this.write(phase, new AuditTally().add({ errors: [known] }));
      throw error;
    }
  }

  /** A stream whose end is recorded, with its tally. */
  followed<T extends ExecutionResult | InitialResult | SubsequentResult>(
    stream: AsyncGenerator<T, undefined, undefined>,
  ): AsyncGenerator<T, undefined, undefined> {
    const tally = new AuditTally();
    const counted = mappedStream(stream, (part) => {
      if ('incremental' in part) for (const one of part.incremental) tally.add(one as ExecutionResult);
      else tally.add(part);
      return part;
    });
    return whenEnded(counted, () => void this.write('END', tally));
  }

  /** @returns whether the answer may leave. */
  async write(phase: AuditPhase, tally?: AuditTally): Promise<boolean> {
    const { context, operation } = this;
    const { log, counts, alike, failure } = this.means;
    const moment = { phase, organisations: this.#organisations, tally };
    if (this.isPublic) {
      counts.add(context, operation, moment);
      return true;
    }
    if (alike?.take(context, operation, moment)) return true;
    try {
      await log.write(auditRecord(context, operation, moment), context.callerId, phase === 'END');
      alike?.know(context, operation, moment);
      return true;
    } catch (error) {
      context.log.error({ err: error, phase }, 'operation is not recorded');
      // The request is still counted, so that the log can be compared with the organisations' receipts.
      if (!isHeld(error)) {
        counts.add(context, operation, {
          ...moment,
          tally: new AuditTally().add({ errors: [auditUnavailable(false)] }),
        });
      }
      return failure === 'answer';
    }
  }
}

/** An operation in the form of the audit log. */
function auditedOperation(schema: GraphQLSchema, operation: ValidOperation): AuditedOperation {
  const { type, name, documentHash } = operation;
  return { type, name: name?.slice(0, 255), hash: documentHash, fields: touchedFields(schema, operation) };
}

/** Whether a record is held in memory, and written later. */
function isHeld(error: unknown): boolean {
  return error instanceof AuditUnavailable && error.isHeld;
}

function unrecorded(executed: boolean): ExecutionResult {
  return { errors: [auditUnavailable(executed)] };
}
