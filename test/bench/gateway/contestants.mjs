import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * @typedef {'none' | 'fetch' | 'operation'} Share the kind of equal concurrent work that is done once
 *
 * @typedef {object} Place where a contestant runs and what it serves
 * @property {string} graph
 * @property {string} query the query; only the limit needs it
 * @property {string} supergraph a file
 * @property {number} port
 * @property {number} subgraphPort of the first subgraph
 * @property {ReadonlyMap<string, string>} urls of the subgraphs, by name
 * @property {Share} share
 *
 * @typedef {object} Contestant
 * @property {string} title
 * @property {(place: Place) => string[]} command what node is started with
 * @property {Readonly<Record<string, string>>} [environment]
 * @property {readonly Share[]} shares what it can share
 * @property {readonly string[]} [graphs] those that it can serve; all, unless told
 * @property {boolean} [answersAny] whether it answers any query, and not just the one that it is written for
 */

/**
 * This gateway, built in a folder.
 * @param {readonly string[]} options settings for a graph other than the hub's
 * @returns {Contestant}
 */
export function thisGateway(folder, title = 'this gateway', options = ['--foreign']) {
  return {
    title,
    // In production it serves no foreign graph.
    environment: { LOG_LEVEL: 'silent', NODE_ENV: 'development' },
    shares: ['none', 'fetch', 'operation'],
    command: ({ supergraph, port, share }) => [
      ...[join(folder, 'gateway/dist/main.js'), '--supergraph', supergraph, ...options],
      ...['--port', port, '--share', share],
    ],
  };
}

/** @type {Record<string, Contestant>} */
export const contestants = {
  hub: thisGateway(here('../../..')),
  apollo: {
    title: 'Apollo Gateway',
    shares: ['none'],
    command: ({ supergraph, port }) => [here('peers/apollo.mjs'), supergraph, port],
  },
  mercurius: {
    title: 'Mercurius gateway, JIT',
    shares: ['none'],
    graphs: ['shop'],
    command: ({ port, urls }) => [
      here('peers/mercurius.mjs'),
      port,
      ...[...urls].map(([name, url]) => `${name}=${url}`),
    ],
  },
  hiveJit: {
    title: 'Hive Gateway, JIT',
    shares: ['none', 'fetch', 'operation'],
    command: ({ supergraph, port, share }) => [here('peers/hive.mjs'), supergraph, port, 'jit', share],
  },
  hiveRust: {
    title: 'Hive Gateway, Rust planner',
    shares: ['none', 'fetch', 'operation'],
    command: ({ supergraph, port, share }) => [here('peers/hive.mjs'), supergraph, port, 'rust', share],
  },
  limit: {
    title: 'the limit, by hand',
    answersAny: false,
    shares: ['none', 'fetch', 'operation'],
    command: ({ graph, query, port, subgraphPort, share }) => [
      ...[here('limit/server.mjs'), graph, query, port, subgraphPort, share],
    ],
  },
};
