import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { withoutCost } from '../support/readme.js';
import { freePort, hub, type RunningCommand, startCommand } from './support/hub.js';
import { folderOfHub } from './support/hub-folders.js';
import { testJoining } from './support/joining.js';
import { testJoiningAsMade } from './support/joining-made.js';

describe('organisations that are in nobody’s code', () => {
  let folder: string;
  let port: number;
  let running: RunningCommand;
  let token: string;

  const ask = async (query: string): Promise<any> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-hub-purpose': 'steering',
      },
      body: JSON.stringify({ query }),
    });
    return withoutCost((await response.json()) as object);
  };

  beforeAll(async () => {
    [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    running = startCommand(['start', '--port', String(port)], { folder, environment: { SUBGRAPH_TIMEOUT_MS: '6000' } });
    await running.untilItSays('Ctrl-C stops it.');
    token = (await hub(['token', '--as', 'analyst', '--port', String(port)], { folder })).stdout.trim();
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(0);
  });

  const joining = { port: () => port, folder: () => folder, launcher: () => running.pid, ask };
  testJoining(joining);
  testJoiningAsMade(joining);
});
