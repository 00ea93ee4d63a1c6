import { clientError } from '@hub/schema';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Engine } from '../engine/engine.js';
import { mutationByGet } from '../http/http-error.js';
import { errorsForClient } from './client-errors.js';
import { Documents, InvalidDocument } from './documents.js';
import type { GraphQLRequest, GraphQLResponse, Pipeline } from './graphql-response.js';
import { prepareOperation } from './prepare-operation.js';

/** Parses, validates and executes operations, each document once. */
export function enginePipeline(engine: Engine): Pipeline {
  let documents = new Documents(engine.schema);

  const execute = ({ parameters, context, method }: GraphQLRequest) => {
    // What is valid against one schema need not be so against the next.
    if (documents.schema !== engine.schema) documents = new Documents(engine.schema);
    const prepared = prepareOperation(documents, parameters);
    const kind = prepared.operation.operation;
    if (kind === OperationTypeNode.SUBSCRIPTION) throw subscriptionsNotSupported();
    if (method === 'GET' && kind === OperationTypeNode.MUTATION) throw mutationByGet();
    return engine.execute({ ...prepared, context });
  };

  return {
    answer: async (request): Promise<GraphQLResponse> => {
      try {
        const { data, errors, extensions } = await execute(request);
        if (!errors?.length && !extensions) return { data };
        return { errors: errors && errorsForClient(errors, request.context), data, extensions };
      } catch (error) {
        return { errors: errorsForClient(errorsOf(error), request.context) };
      }
    },
    close: () => engine.close(),
  };
}

export function subscriptionsNotSupported(): InvalidDocument {
  return new InvalidDocument([
    clientError('SUBSCRIPTIONS_NOT_SUPPORTED', 'The gateway answers queries and mutations only.'),
  ]);
}

/** What stopped an operation before there was an answer, as errors of GraphQL. */
function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof InvalidDocument) return error.errors;
  if (error instanceof GraphQLError) return [error];
  if (error instanceof Error && 'status' in error) throw error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError(originalError.message, { originalError })];
}
