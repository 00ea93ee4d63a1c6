import type { ApolloServerPlugin } from '@apollo/server';
import type { SubgraphContext } from './context.js';
import type { Metrics } from '../telemetry/metrics.js';

/** Counts Apollo Server's answers. */
export function metricsPlugin(metrics: Metrics): ApolloServerPlugin<SubgraphContext> {
  return {
    requestDidStart: () => {
      const began = performance.now();
      return Promise.resolve({
        willSendResponse: ({ response: { body } }) => {
          const [error] = (body.kind === 'single' && body.singleResult.errors) || [];
          const code = error?.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR';
          metrics.answered(error ? (code as string) : 'OK', performance.now() - began);
          return Promise.resolve();
        },
      });
    },
  };
}
