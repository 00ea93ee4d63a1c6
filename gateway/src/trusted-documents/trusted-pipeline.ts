import { GraphQLError } from 'graphql';
import { errorsForCaller } from '../graphql/caller-errors.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import type { NamedDocuments } from './documents-of-apps.js';

/** A pipeline for registered documents: all callers may use them, apps must. */
export function trustedPipeline(pipeline: Pipeline, documents: Pick<NamedDocuments, 'resolve'>): Pipeline {
  return {
    ...pipeline,
    answer: async (request) => {
      try {
        const parameters = await documents.resolve(request.parameters, request.context.caller);
        return await pipeline.answer({ ...request, parameters });
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        return { operation: undefined, outcome: { errors: errorsForCaller([error], request.context) } };
      }
    },
  };
}
