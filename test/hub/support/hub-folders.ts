import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until.js';
import { freePort, startCommand, temporaryFolder } from './hub.js';

/** The first start of a hub in a folder: with the whole demonstration, or with only the data that every hub ships. */
const starts = { demonstration: [], bare: ['--no-gateway', '--no-demo'] } as const;

/**
 * A new folder in which a hub has run, as `pnpm start` leaves it. The first test of a run that needs one has a hub start
 * there, and stop; all others get copies.
 */
export async function folderOfHub(kind: keyof typeof starts): Promise<string> {
  const template = await templateOf(kind);
  const folder = temporaryFolder();
  // Node's own copy keeps no owner, and PostgreSQL wants its files for itself.
  execFileSync('cp', ['-a', join(template, '.data'), folder]);
  return folder;
}

async function templateOf(kind: keyof typeof starts): Promise<string> {
  const folders = process.env['HUB_TEST_FOLDERS'];
  if (!folders) throw new Error('Expected test/run.mjs to have made a folder (HUB_TEST_FOLDERS).');
  const template = join(folders, kind);
  const claim = `${template}.part`;
  if (!existsSync(template) && isFirst(claim)) {
    try {
      await startOnce(claim, starts[kind]);
      renameSync(claim, template);
    } catch (error) {
      rmSync(claim, { recursive: true });
      throw error;
    }
  }
  const what = `another test to have started a hub in ${template}`;
  await until(() => existsSync(template), { what, within: 300_000, every: 100 });
  return template;
}

async function startOnce(folder: string, options: readonly string[]): Promise<void> {
  chmodSync(folder, 0o711);
  const hub = startCommand(['start', ...options, '--port', String(await freePort())], { folder });
  await hub.untilItSays('Ctrl-C stops it.');
  hub.child.kill('SIGINT');
  const { exitCode, stderr } = await hub.ended;
  if (exitCode !== 0) throw new Error(`A hub for the tests did not end well: ${stderr}`);
}

/** Whether this is the first who wants a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
