import { addEndpoint, type Endpoints, messagePrice, type SubgraphContext } from '@hub/kit';
import { GraphQLError } from 'graphql';
import { type DemonstrationPublication, publishDemonstration } from './demonstration-publication.js';

const body = {
  type: 'object',
  required: ['period', 'madeOn'],
  additionalProperties: false,
  properties: {
    period: { type: 'string', pattern: String.raw`^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$` },
    madeOn: { type: 'string', format: 'date' },
    note: { type: 'string', minLength: 1, maxLength: 1000 },
  },
} as const;

/**
 * Adds `POST /operator/register/demonstration-publications` to the operator's endpoint, by which the start of a demonstration
 * makes the publications of the past that it has. It makes none where any release is of real data.
 */
export function demonstrationPublicationEndpoint({ operator, em, config, now, services }: Endpoints): void {
  addEndpoint<{ Body: DemonstrationPublication }>(operator, {
    method: 'POST',
    url: '/operator/register/demonstration-publications',
    schema: { body },
    price: messagePrice(),
    handler: async (request, reply) => {
      const context: SubgraphContext = {
        ...{ em: em.fork(), log: request.log, now, rootPlace: config.rootPlace, requestId: request.id },
        ...{ caller: undefined, services, loaders: new Map() },
      };
      try {
        const made = await publishDemonstration(request.body, context);
        return typeof made === 'string' ? { id: null, why: made } : { id: made.id };
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        return reply.code(409).send({ code: error.extensions['code'], message: error.message });
      }
    },
  });
}
