import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { type Config, readConfig, subgraphSettings, subgraphUrl } from './config.js';
import { type Engine, SupergraphError } from './engine/engine.js';
import { openHubEngine } from './engine/hub-engine.js';
import { IsolatedPlanner } from './planner/isolated-planner.js';
import { createServer } from './server.js';
import { StartError } from './start-error.js';

/** How long one operation may be planned, in milliseconds. */
const planningDeadlineMs = 5000;

/** How long a request under way when the gateway stops may outlive the timeout of a fetch, in milliseconds. */
const graceMs = 5000;

/** Serves until SIGTERM, SIGINT or the end of the process that started it. */
async function run(config: Config): Promise<void> {
  const supergraphSdl = await readSupergraph(config.supergraph);
  const { http, open } = createServer(config);
  try {
    await listen(http, config);
    const stopped = stopSignal();
    await open(await openEngine(supergraphSdl, config, http.log));
    http.log.info({ supergraph: config.supergraph }, 'ready');
    await stopped;
    http.log.info('stopping');
    setTimeout(() => {
      http.server.closeAllConnections();
    }, config.timeoutMs + graceMs).unref();
  } finally {
    await http.close();
  }
}

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`expected a supergraph file at ${file}: ${(error as Error).message}`);
  }
}

async function openEngine(supergraphSdl: string, config: Config, log: FastifyBaseLogger): Promise<Engine> {
  try {
    const { timeoutMs, share, unauthorized, introspection } = config;
    return await openHubEngine({
      supergraphSdl,
      timeoutMs,
      share,
      unauthorized,
      introspection,
      subgraphUrl: (name) => subgraphUrl(config, name),
      subgraphSettings: (name) => subgraphSettings(config, name),
      log,
      openPlanner: (sdl, overrideLabels) =>
        new IsolatedPlanner({
          supergraphSdl: sdl,
          overrideLabels,
          program: new URL('planner-process.js', import.meta.url),
          deadlineMs: planningDeadlineMs,
          log,
        }),
    });
  } catch (error) {
    if (!(error instanceof SupergraphError)) throw error;
    throw new StartError(`expected a Federation 2 supergraph in ${config.supergraph}: ${error.message}`);
  }
}

async function listen(http: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const reason = inUse ? 'it is in use; choose another with --port or PORT' : (error as Error).message;
    throw new StartError(`cannot listen on ${host} port ${port}: ${reason}`, 1);
  }
}

async function stopSignal(): Promise<void> {
  const listeners = new AbortController();
  const { signal } = listeners;
  await Promise.race(['SIGTERM', 'SIGINT', 'disconnect'].map((event) => once(process, event, { signal })));
  // A listener for `disconnect` left behind would keep the process alive as long as its parent.
  listeners.abort();
}

try {
  await run(readConfig(process.argv.slice(2), process.env));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`gateway: ${error.message}`);
  process.exit(error.exitCode);
}
