import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { untilWith } from '../support/child.js';
import { temporaryFolder } from './support/hub.js';
import { processesOf, SmallHub } from './support/small-hub.js';

/** A disk of a test's own, in memory; undefined where this process may not mount one. */
class SmallDisk {
  static mount(megabytes: number): SmallDisk | undefined {
    const folder = join(temporaryFolder(), 'disk');
    mkdirSync(folder);
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]);
    return status === 0 ? new SmallDisk(folder) : undefined;
  }

  private constructor(readonly folder: string) {}

  /** Fills the disk except for some bytes. */
  fill(but = 0): void {
    spawnSync('dd', ['if=/dev/zero', `of=${this.#filler}`, 'bs=64k', 'oflag=append', 'conv=notrunc']);
    if (but > 0) truncateSync(this.#filler, statSync(this.#filler).size - but);
  }

  /** Gives it back. */
  free(): void {
    rmSync(this.#filler, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.folder]);
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}

const probe = SmallDisk.mount(1);
probe?.unmount();
const onDisk = probe ? test : test.skip;
if (!probe) console.warn('SKIPPED: full disks (this user may not mount one).');

let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.unmount();
});

function newDisk(megabytes: number): SmallDisk {
  disk = SmallDisk.mount(megabytes);
  if (!disk) throw new Error('Expected to mount a disk.');
  return disk;
}

onDisk.each([
  ['hardly the secrets', 8192],
  ['not the databases', 20_000_000],
])(
  'a first start on a disk that takes %s ends with one sentence; with space, the next one serves',
  async (_name, free) => {
    const small = newDisk(150);
    small.fill(free);
    const hub = await SmallHub.make(join(small.folder, '.data'));
    const { exitCode, stderr } = await hub.startInVain();
    expect(stderr).toMatch(
      /no space left on device|The disk of .* is full: it has \d+ MB left, and PostgreSQL needs 64 MB/,
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(processesOf(hub.data)).toEqual([]);
    small.free();
    await hub.start();
    const code = await hub.import();
    expect(await hub.branches()).toEqual([code]);
    expect((await hub.stop()).exitCode).toBe(0);
  },
);

onDisk(
  'a disk that becomes full while the hub runs costs what is refused and nothing that was acknowledged',
  async () => {
    const small = newDisk(150);
    const hub = await SmallHub.make(join(small.folder, '.data'));
    await hub.start();
    const acknowledged = [await hub.import()];
    small.fill();
    let refused: string | undefined;
    for (let round = 0; refused === undefined; round += 1) {
      const codes = Array.from({ length: 10_000 }, (_, index) => `R${round}-${index}`);
      const { exitCode, stderr } = await hub.tryImport(codes);
      if (exitCode === 0) acknowledged.push(...codes);
      else refused = stderr;
    }
    expect(refused.trim().split('\n').length).toBeLessThanOrEqual(2);

    await hub.kill();
    small.fill();
    const inVain = await hub.startInVain();
    expect(inVain.exitCode).toBe(1);
    expect(inVain.stderr).toMatch(
      /^The disk of .* is full: it has 0 MB left, and PostgreSQL needs 16 MB to start\. .*\n$/,
    );
    expect(processesOf(hub.data)).toEqual([]);

    small.free();
    await hub.start();
    await untilWith(hub.running.child, async () => (await hub.branches().catch(() => [])).length > 0);
    expect((await hub.branches()).toSorted()).toEqual(acknowledged.toSorted());
    acknowledged.push(await hub.import());
    expect((await hub.branches()).length).toBe(acknowledged.length);
    expect((await hub.stop()).exitCode).toBe(0);
    expect(processesOf(hub.data)).toEqual([]);
  },
);
