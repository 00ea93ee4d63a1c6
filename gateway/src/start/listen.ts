import { guardConnections } from '@hub/runtime';
import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Config } from '../settings/config.js';
import { StartError } from '../errors/start-error.js';
import { secured } from '../http/secured.js';
import type { Metrics } from '../telemetry/metrics.js';
import { metricsEndpoint } from '../telemetry/metrics-endpoint.js';

/**
 * Makes a server listen.
 * @param option the setting of the port, for messages.
 * @throws StartError if it cannot listen.
 */
export async function listen(
  http: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
  option = '--port or PORT',
): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const reason = inUse ? `it is in use; choose another with ${option}` : (error as Error).message;
    throw new StartError(`cannot listen on ${host} port ${port}: ${reason}`, 1);
  }
}

/**
 * Opens the server for metrics if they have a separate port.
 * @throws StartError if it cannot listen.
 */
export async function openMetricsServer(
  { metricsHost, metricsPort }: Config,
  metrics: Metrics,
  log: FastifyBaseLogger,
): Promise<FastifyInstance | undefined> {
  if (metricsPort === undefined) return undefined;
  const server = secured(fastify({ forceCloseConnections: true }));
  guardConnections(server.server);
  metricsEndpoint(server, metrics, () => true);
  await listen(server, { host: metricsHost, port: metricsPort }, '--metrics-port or METRICS_PORT');
  log.info({ addresses: server.addresses() }, 'metrics');
  return server;
}
