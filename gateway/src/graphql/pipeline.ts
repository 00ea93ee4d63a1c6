import { type ExecutionResult, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { type Introspection, mayIntrospect } from '../authorization/restrict-introspection.js';
import type { RequestContext } from '../request/context.js';
import type { Engine } from '../engine/engine.js';
import type { InitialResult, SubsequentResult } from '../executor/incremental-response.js';
import { MutationByGet, Refusal, subscriptionWithoutStream } from '../errors/refusal.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import { ProcessorTime } from '../limits/processor-time.js';
import type { DocumentLimits } from '../limits/limits.js';
import { deprecatedUses, deprecationHeaders } from './deprecated-uses.js';
import { withoutSuggestions } from '../limits/without-suggestions.js';
import { mappedStream } from '../base/mapped-stream.js';
import { errorsForCaller } from './caller-errors.js';
import type { PreparedOperation, ValidOperation } from '../operation/prepared-operation.js';
import { Documents, InvalidDocument } from './documents.js';
import type {
  Answered,
  GraphQLRequest,
  GraphQLResponse,
  IncrementalGraphQLResponse,
  Pipeline,
  ResponseStream,
} from './graphql-response.js';
import type { StreamKind } from '../request/stream-kind.js';
import { prepareOperation } from './prepare-operation.js';
import { PersistedTexts } from './persisted-texts.js';
import { ownFields } from '../own-subgraph/own-subgraph.js';
import { asksOwn } from '../own-subgraph/asks-own.js';

/** A pipeline that tells which requests bypass Apollo Server. */
export interface EnginePipeline extends Pipeline {
  /**
   * Whether a request bypasses Apollo Server: its answer is a stream, or a refusal (the caller accepts no stream, has
   * left, exceeds a limit, or sends a mutation by GET).
   */
  isAlone(request: GraphQLRequest): Promise<boolean>;
}

export interface PipelineOptions {
  /** The limits of documents; unlimited by default. */
  readonly documentLimits?: DocumentLimits | undefined;
  /** The maximum memory of cached documents, in bytes. */
  readonly documentCacheBytes?: number | undefined;
  /** The callers that may see names of the schema in errors; all by default. */
  readonly introspection?: Introspection | undefined;
  /** Queues new operations for processor time; without it, each runs at once. */
  readonly processor?: ProcessorTime | undefined;
}

const callerLeft = { message: 'The caller has left.', extensions: { code: 'CLIENT_LEFT' } };

/** Parses, validates and executes operations; each document is parsed once. */
export function enginePipeline(
  engine: Engine,
  {
    documentLimits,
    documentCacheBytes,
    introspection = 'all',
    processor = new ProcessorTime({ share: 1 }),
  }: PipelineOptions = {},
): EnginePipeline {
  const newDocuments = () => new Documents(engine.schema, documentLimits, documentCacheBytes);
  let documents = newDocuments();
  const persisted = new PersistedTexts();
  let asksOfCaller = asksOwn(engine.schema, ownFields);
  /** Texts of documents that were valid under the former schema and have not been used since. */
  let former = new Set<string>();

  /** A document that is valid in one schema may be invalid in the next. */
  const renew = () => {
    if (documents.schema === engine.schema) return;
    former = new Set(documents.texts);
    documents = newDocuments();
    asksOfCaller = asksOwn(engine.schema, ownFields);
  };

  /**
   * Whether a document is cached, or was cached under the former schema: its callers do not wait in the queue after a
   * change.
   */
  const isKnown = (text: string): boolean => {
    renew();
    return documents.has(text) || former.delete(text);
  };

  const prepare = ({ parameters, context }: GraphQLRequest): PreparedOperation => {
    renew();
    return prepareOperation(documents, parameters, context.callerId, persisted);
  };

  /** Runs work for a known document at once, and for a new document in the caller's turn. */
  const inTurn = <T>({ parameters, context }: GraphQLRequest, work: () => Promise<T>): Promise<T> => {
    const query = parameters.query ?? '';
    processor.asks(context.callerId);
    return isKnown(query) ? work() : processor.run(context.callerId, query.length, work);
  };

  const execute = async (request: GraphQLRequest, prepared: PreparedOperation) => {
    const { context, takes, observer } = request;
    if (mutatesByGet(request, prepared)) throw new MutationByGet();
    const asked = { ...prepared, context, observer };
    const told = withNotices(engine.schema, prepared.operation, context);
    switch (streamOf(prepared, takes)) {
      case undefined: {
        const result = await engine.execute(asked);
        // Responses to POST are not cached.
        context.isSameForAll =
          request.method === 'GET' &&
          result.errors === undefined &&
          engine.isPublic(asked) &&
          !asksOfCaller(asked.operation);
        return responseOf(told(result), context);
      }
      case 'subscription': {
        if (!takes('subscription')) throw subscriptionWithoutStream();
        const events = await engine.subscribe(asked);
        const responses = mappedStream(events, (event) => responseOf(event, context));
        return { kind: 'subscription', responses } satisfies ResponseStream;
      }
      case 'incremental': {
        const answer = await engine.executeIncrementally(asked);
        if (!(Symbol.asyncIterator in answer)) return responseOf(told(answer), context);
        const responses = mappedStream(answer, (part) => partOf('incremental' in part ? part : told(part), context));
        return { kind: 'incremental', responses } satisfies ResponseStream;
      }
    }
  };

  const isAlone = (request: GraphQLRequest): boolean => {
    if (request.context.cancellation?.cancelled) return true;
    const prepared = prepare(request);
    return streamOf(prepared, request.takes) !== undefined || mutatesByGet(request, prepared);
  };

  return {
    answer: async (request): Promise<Answered> => {
      const { context } = request;
      let operation: ValidOperation | undefined;
      try {
        return await inTurn(request, async () => {
          // The caller cannot receive an answer.
          if (context.cancellation?.cancelled) return { operation, outcome: { errors: [callerLeft] } };
          const prepared = prepare(request);
          operation = prepared.operation;
          context.record?.asks(operation);
          return { operation, outcome: await execute(request, prepared) };
        });
      } catch (error) {
        if (error instanceof Refusal) return { operation, outcome: error };
        const errors = errorsOf(error);
        const told = mayIntrospect(introspection, context.caller.rights) ? errors : errors.map(withoutSuggestions);
        return { operation, outcome: { errors: errorsForCaller(told, context) } };
      }
    },
    isAlone: async (request) => {
      try {
        return await inTurn(request, () => Promise.resolve(isAlone(request)));
      } catch (error) {
        return error instanceof LimitExceeded;
      }
    },
    documents: () => documents.kept,
    endSubscriptions: () => {
      engine.endSubscriptions();
    },
    close: () => engine.close(),
  };
}

/**
 * Adds an operation's deprecated elements to the response, in `extensions.deprecated` and headers, and an app's
 * publishing terms, in `extensions.terms`.
 */
function withNotices(
  schema: GraphQLSchema,
  operation: ValidOperation,
  context: RequestContext,
): <R extends ExecutionResult | InitialResult>(result: R) => R {
  const deprecated = deprecatedUses(schema)(operation);
  const { registered } = context.caller;
  if (deprecated.length > 0) {
    const { status, headers } = context.head ?? { status: undefined, headers: {} };
    context.head = { status, headers: { ...headers, ...deprecationHeaders(deprecated) } };
  }
  if (deprecated.length === 0 && !registered) return asItIs;
  const more = {
    ...(deprecated.length > 0 && { deprecated }),
    ...(registered && { terms: { republish: registered.republish, attribution: registered.attribution } }),
  };
  return (result) => ({ ...result, extensions: { ...result.extensions, ...more } });
}

function asItIs<R>(result: R): R {
  return result;
}

function mutatesByGet({ method }: GraphQLRequest, { operation }: PreparedOperation): boolean {
  return method === 'GET' && operation.type === OperationTypeNode.MUTATION;
}

function streamOf({ operation }: PreparedOperation, takes: GraphQLRequest['takes']): StreamKind | undefined {
  if (operation.type === OperationTypeNode.SUBSCRIPTION) return 'subscription';
  return operation.defers && takes('incremental') ? 'incremental' : undefined;
}

function responseOf(result: ExecutionResult, context: RequestContext): GraphQLResponse {
  const { data, errors, extensions } = result;
  // An event for many callers stays the same object, so that its text is made once.
  if (!errors?.length) return result;
  return { errors: errorsForCaller(errors, context), data, extensions };
}

function partOf(result: InitialResult | SubsequentResult, context: RequestContext): IncrementalGraphQLResponse {
  const { hasNext, pending } = result;
  if (!('incremental' in result)) return { ...responseOf(result, context), pending, hasNext };
  const incremental = result.incremental.map(({ errors, ...part }) => ({
    ...part,
    ...(errors && { errors: errorsForCaller(errors, context) }),
  }));
  return { incremental, pending, hasNext };
}

/** Converts the reason why an operation was not executed into GraphQL errors. */
function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof InvalidDocument) return error.errors;
  if (error instanceof GraphQLError) return [error];
  const originalError = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError(originalError.message, { originalError })];
}
