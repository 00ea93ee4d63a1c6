import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { SmallHub } from '../hub/support/small-hub.js';
import { runDocumented } from './support/documented-commands.js';

const run = async (name: string, folder: string) => {
  expect(await runDocumented(name, folder, process.env)).toMatchObject({ exitCode: 0, stderr: '' });
};

/** Backs a stopped hub's folder up, changes what is in its databases, and brings the backup back. */
async function expectToComeBack(folder: string): Promise<void> {
  const hub = await SmallHub.make(join(folder, '.data'));
  const homes = [];
  try {
    await hub.start();
    const kept = await hub.import();
    await hub.stop();
    homes.push(dirname(hub.cluster));
    await run('backup-embedded', folder);

    await hub.start();
    await hub.import();
    expect(await hub.branches()).toHaveLength(2);
    await hub.stop();
    await run('restore-embedded', folder);

    await hub.start();
    homes.push(dirname(hub.cluster));
    expect(await hub.branches()).toEqual([kept]);
    await hub.stop();
    const before = await SmallHub.make(join(folder, 'data.lost'));
    await before.start();
    expect(await before.branches()).toHaveLength(2);
    await before.stop();
  } finally {
    for (const home of homes.filter((one) => !one.startsWith(folder))) rmSync(home, { recursive: true, force: true });
  }
}

test('the documented copy of a stopped hub’s folder brings back what came in by then', async () => {
  await expectToComeBack(temporaryFolder());
});

(process.getuid?.() === 0 ? test : test.skip)(
  'so does that of root, below a folder that PostgreSQL’s user may not enter',
  async () => {
    const folder = join(temporaryFolder(), 'closed');
    mkdirSync(folder, { mode: 0o700 });
    await expectToComeBack(folder);
  },
);
