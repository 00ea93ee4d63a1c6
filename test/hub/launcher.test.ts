import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { untilWith } from '../support/child.js';
import { launchedGateway } from '../support/signing-gateway.js';
import {
  freePort,
  hub,
  isAlive,
  type RunningCommand,
  startCommand,
  temporaryFolder,
  untilGone,
} from './support/hub.js';

/** One real subgraph, by itself. */
const alone = ['start', 'womens-union', '--no-gateway', '--no-demo'];

/** The Women's Union's process of a launcher; undefined where none runs. */
function runningSubgraph(launcher: number): number | undefined {
  const line = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .find((one) => new RegExp(`^ *\\d+ +${launcher} .*womens-union/dist/main\\.js`).test(one));
  return line === undefined ? undefined : parseInt(line);
}

/** The same where it must run. */
function subgraphPid({ pid }: RunningCommand): number {
  const found = runningSubgraph(pid);
  if (found === undefined) throw new Error('Expected the subgraph to run.');
  return found;
}

describe('hub start', () => {
  test('keeps what is its own in the data folder, and leaves nothing behind on Ctrl-C', async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const hub = startCommand([...alone, '--port', String(port)], { folder });
    await hub.untilItSays('The hub is ready');
    const subgraph = subgraphPid(hub);

    const gateway = launchedGateway(join(folder, '.data'), 'womens-union', `http://127.0.0.1:${port + 2}`);
    expect(await gateway.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    for (const secret of [
      'pseudonym.key',
      'womens-union/operator-token',
      'womens-union/signing.key',
      'gateway/signing.key',
    ]) {
      expect(statSync(join(folder, '.data', secret)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(folder, '.data/womens-union')).mode & 0o777).toBe(0o700);

    hub.child.kill('SIGINT');
    const { exitCode, stdout } = await hub.ended;
    expect(stdout).toContain('Stopped.');
    expect(exitCode).toBe(0);
    expect(isAlive(subgraph)).toBe(false);
    expect(existsSync(join(folder, '.data/owner.pid'))).toBe(false);
  });

  test('its parts end when it is killed', async () => {
    const folder = temporaryFolder();
    const hub = startCommand([...alone, '--port', String(await freePort())], { folder });
    await hub.untilItSays('The hub is ready');
    const subgraph = subgraphPid(hub);
    hub.child.kill('SIGKILL');
    await untilGone(subgraph);
  });

  test('its parts end when it is killed while they start', async () => {
    const folder = temporaryFolder();
    const hub = startCommand([...alone, '--port', String(await freePort())], { folder });
    let subgraph: number | undefined;
    await untilWith(hub.child, () => (subgraph = runningSubgraph(hub.pid)) !== undefined);
    hub.child.kill('SIGKILL');
    await untilGone(Number(subgraph));
  });

  test('keeps nothing of a sandbox, and takes no database of the environment for it', async () => {
    const nowhere = 'postgresql://hub@127.0.0.1:1/real';
    const environment = { WOMENS_UNION_DATABASE_URL: nowhere, HUB_POSTGRES: nowhere };
    const args = ['start', 'womens-union', '--no-gateway', '--sandbox', '--port', String(await freePort())];
    const hub = startCommand(args, { environment });
    await hub.untilItSays('The hub is ready');
    await hub.untilItSays('Ctrl-C stops it.');
    hub.child.kill('SIGINT');
    const { exitCode, stdout } = await hub.ended;
    expect(exitCode).toBe(0);
    const [folder = ''] = /\/\S+\/hub-sandbox-\w+/.exec(stdout) ?? [];
    expect(folder).not.toBe('');
    expect(existsSync(folder)).toBe(false);
  });

  test('names a part that ends by itself, with what it said last', async () => {
    const { exitCode, stderr } = await hub([...alone, '--port', String(await freePort())], {
      environment: { WOMENS_UNION_DATABASE_URL: 'nonsense' },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('womens-union ended by itself (exit code 2)');
    expect(stderr).toContain('  |   DATABASE_URL: expected postgresql://');
  });

  test('starts a part again that is killed, on the database that it had', async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const hub = startCommand([...alone, '--port', String(port)], { folder });
    await hub.untilItSays('The hub is ready');
    const before = subgraphPid(hub);
    process.kill(before, 'SIGKILL');
    await hub.untilItSays('womens-union ended by itself (signal SIGKILL); it is started again in 0.5 s. Its log: ');
    await hub.untilItSays('womens-union is ready again.');
    expect(subgraphPid(hub)).not.toBe(before);
    const gateway = launchedGateway(join(folder, '.data'), 'womens-union', `http://127.0.0.1:${port + 2}`);
    expect(await gateway.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    hub.child.kill('SIGINT');
    expect((await hub.ended).exitCode).toBe(0);
  });

  test('gives a part up that ends five times, and ends itself where no other is left', async () => {
    const folder = temporaryFolder();
    const hub = startCommand([...alone, '--port', String(await freePort())], { folder });
    await hub.untilItSays('The hub is ready');
    // With its key gone, it cannot start again.
    writeFileSync(join(folder, '.data/pseudonym.key'), '');
    process.kill(subgraphPid(hub), 'SIGKILL');
    const { exitCode, stderr } = await hub.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /womens-union ended by itself \(exit code \d+\), 5 times within 60 s, so the hub stopped\. What it said last:\n/,
    );
    expect(stderr).toMatch(/started again in 4 s/);
  });

  test('names every port in use, for whom it was, and how to choose another', async () => {
    const port = await freePort();
    const occupants = [port, port + 2].map((one) => createServer().listen(one, '127.0.0.1'));
    try {
      const { exitCode, stderr } = await hub(['start', '--port', String(port)]);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        `Not every port can be used:
  ${port} for gateway: in use; choose another with --port N or GATEWAY_PORT=N (the subgraphs follow: N+1, N+2, …)
  ${port + 2} for womens-union: in use; choose another with WOMENS_UNION_PORT=N
`,
      );
    } finally {
      for (const occupant of occupants) occupant.close();
    }
  });

  test('refuses the data folder of another hub', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.data'));
    writeFileSync(join(folder, '.data/owner.pid'), String(process.pid));
    const { exitCode, stderr } = await hub([...alone, '--port', String(await freePort())], { folder });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`in use by process ${process.pid}`);
  });

  test('refuses to make a new pseudonym key for data made with the old one', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.data/womens-union'), { recursive: true });
    writeFileSync(join(folder, '.data/womens-union/owner-password'), 'x');
    const { exitCode, stderr } = await hub([...alone, '--port', String(await freePort())], { folder });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('pseudonym.key is gone');
  });
});

test('hub token says what is missing', async () => {
  const folder = temporaryFolder();
  const args = ['token', '--as', 'analyst', '--port', String(await freePort())];
  const before = await hub(args, { folder });
  expect(before.exitCode).toBe(1);
  expect(before.stderr).toContain('The first pnpm start makes it.');
  mkdirSync(join(folder, '.data/issuer'), { recursive: true });
  writeFileSync(join(folder, '.data/issuer/client-secret'), 'x');
  const stopped = await hub(args, { folder });
  expect(stopped.exitCode).toBe(1);
  expect(stopped.stderr).toMatch(/^Cannot reach the issuer at .* Is the hub running/);
});

describe('hub', () => {
  test('explains itself', async () => {
    for (const args of [[], ['--help'], ['start', '--help']]) {
      const { exitCode, stdout } = await hub(args);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('hub start [organisation…]');
    }
  });

  test.each([
    [
      ['begin'],
      'Expected start, token, import, imports, load, release, register, verify, subject, demo, new, dev, serve, connector, migrate, organisation, join, publish, state, archive, conform, mcp, outlook, audit, receipts, agreements, check, key, keys, secrets, compose, pseudonyms, period-key, got "begin".',
    ],
    [['start', '--prot', '4000'], "Unknown option '--prot'"],
    [['start', '--port', '400O'], '--port: expected a port from 1 to 65535, got "400O".'],
    [['start', 'farmers-union'], 'Expected an organisation (one of movement, womens-union,'],
    [['load', 'farmers-union'], 'Expected an organisation (one of movement, womens-union,'],
    [['demo', '--people', 'many'], '--people: expected a number above 0, got "many".'],
    [['token'], '--as: expected one of analyst, auditor, operator, app, staff --organisation CODE,'],
    [['token', '--as', 'admin'], ', got admin.'],
    [['token', '--as', 'staff'], ', got staff.'],
    [['token', '--as', 'analyst', '--organisation', 'university'], ', got analyst --organisation university.'],
    [['import'], 'Expected <organisation> <kind> <file>, got nothing.'],
    [['import', 'womens-union', 'branches'], 'Expected <organisation> <kind> <file>, got womens-union branches.'],
    [
      ['import', 'womens-union', '--url', 'here'],
      '--url: expected an http or https URL, as https://women.example:4002, got "here".',
    ],
  ])('does not understand %j', async (args, message) => {
    const { exitCode, stderr } = await hub(args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
