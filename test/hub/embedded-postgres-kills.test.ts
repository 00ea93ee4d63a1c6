import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { untilWith } from '../support/child.js';
import { type Process, processesOf, SmallHub } from './support/small-hub.js';

/** The process that a launcher has for its subgraph. */
function subgraphOf(hub: SmallHub): number {
  const isSubgraph = ({ command }: Process) => command.includes('womens-union/dist/main.js');
  const { pid } = processesOf(hub.data).find(isSubgraph) ?? {};
  if (pid === undefined) throw new Error('Expected the subgraph to run.');
  return pid;
}

/** The shell that watches over the server. */
function guardOf(hub: SmallHub): number {
  const { parent } = processesOf(hub.data).find(({ pid }) => pid === hub.server) ?? {};
  if (parent === undefined) throw new Error('Expected the server to run.');
  return parent;
}

/** Waits until the subgraph answers with some branches again. */
function untilItAnswers(hub: SmallHub, codes: readonly string[]): Promise<void> {
  return untilWith(hub.running.child, async () => {
    const found = await hub.branches().catch((): string[] => []);
    return codes.every((code) => found.includes(code));
  });
}

/** Ends everything at once, as a power cut does: PostgreSQL's lock stays. */
async function cutPower(hub: SmallHub): Promise<void> {
  const launcher = hub.running.pid;
  const all = processesOf(hub.data).map(({ pid }) => pid);
  for (const pid of [hub.server, launcher, ...all.filter((one) => one !== hub.server && one !== launcher)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  await hub.running.ended;
  await hub.untilNothingIsLeft();
}

/** Has a lock name this process in place of the one that made it. */
function renumber(lock: string): void {
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));
}

describe('what was acknowledged is there, and nothing runs on', () => {
  test('when the launcher is killed, and started again at once', async () => {
    const hub = await SmallHub.make();
    await hub.start();
    const codes = [await hub.import()];
    hub.running.child.kill('SIGKILL');
    await hub.running.ended;
    await hub.start();
    expect(await hub.branches()).toEqual(codes);
    codes.push(await hub.import());
    await hub.kill();
    await hub.start();
    expect(await hub.branches()).toEqual(codes);
    expect((await hub.stop()).exitCode).toBe(0);
    expect(processesOf(hub.data)).toEqual([]);
  });

  test.each<[string, (hub: SmallHub) => number, string]>([
    ['the PostgreSQL server', ({ server }) => server, '('],
    // The server ends first that it has left.
    ['the shell that watches over it', guardOf, '(signal SIGKILL); it is started again in 0.5 s'],
  ])('when %s is killed: it is started again', async (_name, pidOf, how) => {
    const hub = await SmallHub.make();
    await hub.start();
    const codes = [await hub.import()];
    const before = hub.server;
    process.kill(pidOf(hub), 'SIGKILL');
    await hub.running.untilItSays(`postgres ended by itself ${how}`);
    await hub.running.untilItSays('postgres is ready again.');
    await untilItAnswers(hub, codes);
    expect(hub.server).not.toBe(before);
    codes.push(await hub.import());
    expect(await hub.branches()).toEqual(codes);
    const { exitCode, stderr } = await hub.stop();
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('womens-union ended');
    if (how !== '(') expect(stderr.match(/ended by itself/g)).toHaveLength(1);
    await hub.untilNothingIsLeft();
  });

  test('when a process of the server’s is killed, and the subgraph', async () => {
    const hub = await SmallHub.make();
    await hub.start();
    const codes = [await hub.import()];
    const isBackend = ({ parent, command }: Process) => parent === hub.server && command.includes('womens_union');
    const { pid } = processesOf(dirname(hub.cluster)).find(isBackend) ?? {};
    process.kill(Number(pid), 'SIGKILL');
    await untilItAnswers(hub, codes);
    process.kill(subgraphOf(hub), 'SIGKILL');
    await hub.running.untilItSays('womens-union is ready again.');
    expect(await hub.branches()).toEqual(codes);
    expect((await hub.stop()).exitCode).toBe(0);
    expect(processesOf(hub.data)).toEqual([]);
  });

  test.each([
    ['whose numbers no process has', []],
    ['whose numbers another process has meanwhile', ['postmaster.pid', 'owner.pid']],
  ])('after a power cut, which leaves locks %s', async (_name, renumbered) => {
    const hub = await SmallHub.make();
    await hub.start();
    const codes = [await hub.import()];
    await cutPower(hub);
    const locks = [hub.lock, join(hub.data, 'owner.pid')];
    for (const lock of locks) expect(readFileSync(lock, 'utf8')).toMatch(/^\d+\n/);
    for (const lock of locks.filter((one) => renumbered.some((name) => one.endsWith(name)))) renumber(lock);
    await hub.start();
    expect(await hub.branches()).toEqual(codes);
    expect((await hub.stop()).exitCode).toBe(0);
    expect(processesOf(hub.data)).toEqual([]);
  });
});

describe('a first start that is killed is made good by the next', () => {
  const initdbRuns = (hub: SmallHub) =>
    processesOf(hub.data).some(({ command }) => /postgres --(boot|single)/.test(command));
  const migrates = (hub: SmallHub) =>
    processesOf(hub.data).some(({ command }) => command.includes('womens-union/dist/main.js'));

  test.each([
    ['while initdb runs', initdbRuns],
    ['while the subgraph migrates its database', migrates],
  ])('%s', async (_name, isSo) => {
    const hub = await SmallHub.make();
    const { child, ended } = hub.launch();
    await untilWith(child, () => isSo(hub));
    child.kill('SIGKILL');
    await ended;
    await hub.start();
    expect(readdirSync(join(hub.data, 'postgres')).toSorted()).toEqual(
      expect.arrayContaining(['data', 'log', 'password']),
    );
    expect(readdirSync(join(hub.data, 'postgres')).filter((name) => name.includes('part'))).toEqual([]);
    const code = await hub.import();
    expect(await hub.branches()).toEqual([code]);
    expect((await hub.stop()).exitCode).toBe(0);
    await hub.untilNothingIsLeft();
  });

  test('between the making of a database and its closing to others', async () => {
    const hub = await SmallHub.make();
    await hub.start();
    const superuser = { role: 'postgres', passwordFile: 'postgres/password', database: 'womens_union' };
    const access = () =>
      hub.asRole<{ open: boolean }>(
        superuser,
        `select exists (select from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
           where d.datname = 'womens_union' and a.grantee = 0) as open`,
      );
    await hub.asRole(superuser, 'grant connect on database womens_union to public');
    expect(await access()).toEqual([{ open: true }]);
    await hub.kill();
    await hub.start();
    expect(await access()).toEqual([{ open: false }]);
    await hub.stop();
  });
});
