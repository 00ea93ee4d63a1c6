import { elapse } from '../support/until.js';
import type { Fault } from './support/fault.js';
import { type OperatedHub, organisations } from './support/operated-hub.js';
import type { PostgresServer } from './support/postgres-server.js';

/** How long a server is away, or hangs, in milliseconds. */
const awayMs = 2000;
const hangMs = 7000;
/** How long a disk is full: longer than a write that succeeded counts for `/readyz`. */
const fullMs = 8000;

/** A server, the organisations whose fields fail without it, and the parts whose `/readyz` must report it. */
const servers: readonly (readonly [
  name: 'organisations' | 'audit',
  costs: readonly string[],
  tell: readonly string[],
])[] = [
  ['organisations', organisations, organisations],
  ['audit', [], ['audit']],
];

function serverOf({ servers: there }: OperatedHub, name: 'organisations' | 'audit'): PostgresServer {
  if (!there) throw new Error('Expected a PostgreSQL server.');
  return there[name];
}

/** PostgreSQL is stopped, killed and hangs. */
export const serverFaults: readonly Fault[] = servers.flatMap(([name, costs, tell]): Fault[] => {
  const common = { costs, needs: 'server', tell } as const;
  return [
    {
      ...common,
      name: `PostgreSQL of ${name} stopped for ${awayMs / 1000} s`,
      happens: async (hub) => {
        const server = serverOf(hub, name);
        await server.stop();
        await elapse(awayMs, 'the server is away for so long');
        await server.start();
      },
    },
    {
      ...common,
      name: `kill -9 of PostgreSQL of ${name}`,
      happens: async (hub) => {
        const server = serverOf(hub, name);
        await server.kill();
        await elapse(awayMs, 'the server is away for so long');
        await server.start();
      },
    },
    {
      ...common,
      name: `PostgreSQL of ${name} hangs for ${hangMs / 1000} s`,
      happens: async (hub) => {
        const server = serverOf(hub, name);
        server.hang();
        try {
          await elapse(hangMs, 'the server hangs for so long');
        } finally {
          server.resume();
        }
      },
    },
  ];
});

/** The disk of the audit log has no byte left, until its operator makes room and starts what has ended. */
export const fullDisk: Fault = {
  name: "the audit log's disk is full",
  needs: 'disk',
  tell: ['audit'],
  happens: async (hub) => {
    const server = serverOf(hub, 'audit');
    server.fillDisk();
    try {
      await elapse(fullMs, 'the disk is full for so long');
    } finally {
      server.emptyDisk();
    }
    if (!server.runs) await server.start();
  },
};
