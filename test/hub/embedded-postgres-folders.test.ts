import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './support/hub.js';
import { processesOf, SmallHub } from './support/small-hub.js';

const isRoot = process.getuid?.() === 0;
/** Only root has PostgreSQL run as somebody else, and may give files away. */
const asRoot = isRoot ? test : test.skip;
if (!isRoot) console.warn('SKIPPED: folders that only root may enter, and files of others (this user is not root).');

/** A hub that ran, took a branch in, and was stopped. */
async function stoppedHub(data?: string): Promise<{ readonly hub: SmallHub; readonly codes: readonly string[] }> {
  const hub = await SmallHub.make(data);
  await hub.start();
  const codes = [await hub.import()];
  expect((await hub.stop()).exitCode).toBe(0);
  return { hub, codes };
}

/** Copies a folder as `cp` does. @returns the copy, below a new folder. */
function copyOf(folder: string, ...options: readonly string[]): string {
  const copy = join(temporaryFolder(), '.data');
  execFileSync('cp', ['--archive', ...options, folder, copy]);
  return copy;
}

async function expectToHold(data: string, codes: readonly string[]): Promise<void> {
  const hub = await SmallHub.make(data);
  await hub.start();
  expect(await hub.branches()).toEqual(codes);
  expect((await hub.stop()).exitCode).toBe(0);
  expect(processesOf(data)).toEqual([]);
}

describe('a folder', () => {
  let stopped: { readonly hub: SmallHub; readonly codes: readonly string[] };
  beforeAll(async () => {
    stopped = await stoppedHub();
  });

  test.each([
    ['as it was', []],
    ['with the modes and times that a copy gets', ['--no-preserve=all']],
  ])('that was copied while its hub was stopped, %s, holds what the hub had', async (_name, options) => {
    await expectToHold(copyOf(stopped.hub.data, ...options), stopped.codes);
  });

  test.each<[string, (file: string) => void, string]>([
    [
      'of another major version',
      (file) => {
        writeFileSync(file, '17\n');
      },
      'it holds databases of PostgreSQL 17',
    ],
    ['without its version', rmSync, 'it holds no databases that PostgreSQL knows (PG_VERSION is gone)'],
  ])('%s is refused in one sentence, and left as it is', async (_name, change, message) => {
    const hub = await SmallHub.make(copyOf(stopped.hub.data));
    const file = join(hub.cluster, 'PG_VERSION');
    change(file);
    const { exitCode, stderr } = await hub.startInVain();
    expect(stderr).toBe(
      `Expected databases of PostgreSQL 18 in ${hub.cluster}, but ${message}. ` +
        "Start the hub's version that made them, or move the folder away to begin anew.\n",
    );
    expect(exitCode).toBe(1);
    writeFileSync(file, '18\n');
    await expectToHold(hub.data, stopped.codes);
  });

  test('without the password of its databases is refused in one sentence', async () => {
    const hub = await SmallHub.make(copyOf(stopped.hub.data));
    const password = join(hub.data, 'postgres/password');
    rmSync(password);
    const { exitCode, stderr } = await hub.startInVain();
    expect(stderr).toBe(`${password} is gone, with which the hub opens its databases. Put it back.\n`);
    expect(exitCode).toBe(1);
    expect(processesOf(hub.data)).toEqual([]);
  });

  asRoot.each<[string, (cluster: string) => void]>([
    [
      'some of its files',
      (cluster) => {
        chownSync(join(cluster, 'global'), 12345, 12345);
        chownSync(join(cluster, 'PG_VERSION'), 0, 0);
      },
    ],
    ['all of its files', (cluster) => execFileSync('chown', ['-R', '12345:12345', cluster])],
  ])('whose user does not own %s holds what the hub had', async (_name, change) => {
    const hub = await SmallHub.make(copyOf(stopped.hub.data));
    change(hub.cluster);
    await expectToHold(hub.data, stopped.codes);
  });

  test('that was copied while its hub ran is refused, and the hub goes on', async () => {
    const hub = await SmallHub.make();
    await hub.start();
    const codes = [await hub.import()];
    const copy = copyOf(hub.data);
    const copied = await SmallHub.make(copy);
    expect((await copied.startInVain()).stderr).toContain(`in use by process ${hub.running.pid}`);
    // As on another machine.
    rmSync(join(copy, 'owner.pid'));
    const { exitCode, stderr } = await copied.startInVain();
    expect(stderr).toBe(
      `${copied.cluster} was copied from ${hub.cluster} while a server had that open, and such a copy may be damaged: ` +
        `stop that hub, and copy again. If no server ran then, remove ${copied.lock}, and start again.\n`,
    );
    expect(exitCode).toBe(1);
    expect(await hub.branches()).toEqual(codes);
    codes.push(await hub.import());
    await hub.stop();
    await expectToHold(hub.data, codes);
  });
});

describe('below a folder that PostgreSQL’s user may not enter', () => {
  const homes: string[] = [];
  afterEach(() => {
    for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
  });
  const closedFolder = () => {
    const folder = join(temporaryFolder(), 'closed');
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  };
  const homeOf = (hub: SmallHub) => {
    const home = dirname(hub.cluster);
    homes.push(home);
    return home;
  };

  asRoot('the databases lie where that user may go, and a copy without them is refused', async () => {
    const folder = closedFolder();
    const { hub, codes } = await stoppedHub(join(folder, '.data'));
    const home = homeOf(hub);
    expect(home).toMatch(/^\/var\/lib\/digital-education-hub\//);
    expect(existsSync(join(hub.data, 'postgres/data'))).toBe(false);
    expect(statSync(home)).toMatchObject({ uid: 0, mode: 0o40711 });
    expect(statSync(hub.cluster).mode & 0o777).toBe(0o700);
    await expectToHold(hub.data, codes);

    const copy = await SmallHub.make(copyOf(hub.data));
    const { exitCode, stderr } = await copy.startInVain();
    const pointer = join(copy.data, 'postgres/lies-in');
    expect(stderr).toBe(
      `${copy.data}/postgres is a copy of ${hub.data}/postgres, and both name ${home} for their databases. ` +
        `Copy ${home}/data to ${copy.data}/postgres/data, and remove ${pointer}.\n`,
    );
    expect(exitCode).toBe(1);
    const ownHome = `${home}-copy`;
    homes.push(ownHome);
    execFileSync('cp', ['--archive', home, ownHome]);
    writeFileSync(pointer, ownHome);
    await expectToHold(copy.data, codes);
    await expectToHold(hub.data, codes);
  });

  asRoot('a folder that was moved there, or away from there, keeps its databases', async () => {
    const { hub, codes } = await stoppedHub();
    const folder = closedFolder();
    const moved = join(folder, '.data');
    execFileSync('mv', [hub.data, moved]);
    await expectToHold(moved, codes);
    homeOf(await SmallHub.make(moved));
    const again = join(closedFolder(), '.data');
    execFileSync('mv', [moved, again]);
    await expectToHold(again, codes);
  });

  asRoot('databases that are gone are named, and not made anew', async () => {
    const { hub } = await stoppedHub(join(closedFolder(), '.data'));
    const home = homeOf(hub);
    rmSync(home, { recursive: true });
    const { exitCode, stderr } = await hub.startInVain();
    expect(stderr).toBe(
      `Expected this hub's databases in ${home}, which ${hub.data}/postgres/lies-in names, but it is gone. ` +
        `Put it back, or move ${hub.data} away to begin anew.\n`,
    );
    expect(exitCode).toBe(1);
  });

  asRoot('a link to the folder is followed', async () => {
    const folder = closedFolder();
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    const link = join(temporaryFolder(), '.data');
    execFileSync('ln', ['-s', join(folder, 'data'), link]);
    chmodSync(folder, 0o700);
    const { hub, codes } = await stoppedHub(link);
    homeOf(hub);
    await expectToHold(link, codes);
  });
});
